using System.Collections;
using System.Runtime.CompilerServices;

namespace OpenVinoFlow.Native;

/// <summary>
/// A shape whose dimensions, or even whose rank, may be open. Immutable, compared by value; prints as <c>[?,3,224,224]</c>,
/// <c>[1..8,3,?,?]</c>, or <c>[...]</c> when the rank is unknown.
/// </summary>
[CollectionBuilder(typeof(PartialShape), nameof(Create))]
public sealed class PartialShape : IReadOnlyList<Dimension>, IEquatable<PartialShape>
{
    private readonly Dimension[]? _dimensions;

    /// <summary>A shape of known rank.</summary>
    public PartialShape(params ReadOnlySpan<Dimension> dimensions) => _dimensions = dimensions.ToArray();

    private PartialShape() => _dimensions = null;

    /// <summary>Any shape of any rank.</summary>
    public static PartialShape DynamicRank { get; } = new();

    /// <summary>Whether the number of dimensions is known.</summary>
    public bool HasRank => _dimensions is not null;

    /// <summary>Number of dimensions.</summary>
    /// <exception cref="InvalidOperationException">The rank is unknown.</exception>
    public int Rank => Known.Length;

    /// <summary>True when more than one shape is possible.</summary>
    public bool IsDynamic => _dimensions is null || Array.Exists(_dimensions, static dimension => dimension.IsDynamic);

    /// <summary>The dimension at an axis.</summary>
    public Dimension this[int axis] => Known[axis];

    int IReadOnlyCollection<Dimension>.Count => Rank;

    private Dimension[] Known => _dimensions ?? throw new InvalidOperationException("The rank of this shape is unknown: it has no dimensions to look at.");

    /// <summary>Makes a shape from a collection expression.</summary>
    public static PartialShape Create(ReadOnlySpan<Dimension> dimensions) => new(dimensions);

    /// <summary>The static shape seen as a partial one.</summary>
    public static implicit operator PartialShape(Shape shape) => FromShape(shape);

    /// <summary>The static shape seen as a partial one.</summary>
    public static PartialShape FromShape(Shape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        var dimensions = new Dimension[shape.Rank];
        for (int axis = 0; axis < dimensions.Length; axis++)
            dimensions[axis] = shape[axis];

        return new PartialShape(dimensions);
    }

    /// <summary>The only possible shape.</summary>
    /// <exception cref="InvalidOperationException">The shape is dynamic.</exception>
    public Shape ToShape()
    {
        if (IsDynamic)
            throw new InvalidOperationException($"The shape {this} is dynamic: it has no single size.");

        var dimensions = new long[Rank];
        for (int axis = 0; axis < dimensions.Length; axis++)
            dimensions[axis] = this[axis].Length;

        return new Shape(dimensions);
    }

    /// <summary>Whether a tensor of that shape fits.</summary>
    public bool Allows(Shape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        if (_dimensions is null)
            return true;

        if (shape.Rank != _dimensions.Length)
            return false;

        for (int axis = 0; axis < _dimensions.Length; axis++)
        {
            if (!_dimensions[axis].Allows(shape[axis]))
                return false;
        }

        return true;
    }

    /// <summary>The same shape with another dimension at one axis.</summary>
    public PartialShape With(int axis, Dimension dimension)
    {
        Dimension[] changed = [.. Known];
        changed[axis] = dimension;
        return new PartialShape(changed);
    }

    /// <summary>Reads <c>[1,3,?,224..448]</c>, with or without brackets; <c>...</c> is a shape of unknown rank.</summary>
    /// <exception cref="FormatException">The text is not a shape.</exception>
    public static PartialShape Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string inner = text.Trim();
        if (inner.StartsWith('[') && inner.EndsWith(']'))
            inner = inner[1..^1].Trim();

        if (inner == "...")
            return DynamicRank;

        Dimension[] dimensions = inner.Length == 0 ? [] : [.. inner.Split(',').Select(Dimension.Parse)];
        return new PartialShape(dimensions);
    }

    /// <inheritdoc/>
    public bool Equals(PartialShape? other) =>
        other is not null && HasRank == other.HasRank && (_dimensions is null || _dimensions.AsSpan().SequenceEqual(other._dimensions));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as PartialShape);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach (Dimension dimension in _dimensions ?? [])
            hash.Add(dimension);

        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public override string ToString() => _dimensions is null ? "[...]" : $"[{string.Join(',', _dimensions)}]";

    IEnumerator<Dimension> IEnumerable<Dimension>.GetEnumerator() => ((IEnumerable<Dimension>)Known).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => Known.GetEnumerator();
}
