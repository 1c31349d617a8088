using System.Collections;
using System.Runtime.CompilerServices;

namespace OpenVinoFlow.Native;

/// <summary>Dimensions of a tensor, outermost first. Immutable, compared by value; prints as <c>[1,3,224,224]</c>.</summary>
[CollectionBuilder(typeof(Shape), nameof(Create))]
public sealed class Shape : IReadOnlyList<long>, IEquatable<Shape>
{
    private readonly long[] _dimensions;

    /// <summary>A shape with these dimensions; none makes a scalar.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A dimension is negative.</exception>
    public Shape(params ReadOnlySpan<long> dimensions)
    {
        foreach (long dimension in dimensions)
            ArgumentOutOfRangeException.ThrowIfNegative(dimension, nameof(dimensions));

        _dimensions = dimensions.ToArray();
    }

    /// <summary>Number of dimensions; 0 for a scalar.</summary>
    public int Rank => _dimensions.Length;

    /// <summary>Number of elements: the product of the dimensions, 1 for a scalar.</summary>
    /// <exception cref="OverflowException">The product does not fit into 64 bits.</exception>
    public long ElementCount
    {
        get
        {
            long count = 1;
            foreach (long dimension in _dimensions)
                count = checked(count * dimension);

            return count;
        }
    }

    /// <summary>The dimension at an axis.</summary>
    public long this[int axis] => _dimensions[axis];

    int IReadOnlyCollection<long>.Count => Rank;

    /// <summary>The dimensions without a copy.</summary>
    public ReadOnlySpan<long> AsSpan() => _dimensions;

    /// <summary>Makes a shape from a collection expression.</summary>
    public static Shape Create(ReadOnlySpan<long> dimensions) => new(dimensions);

    /// <summary>The same shape with another size at one axis.</summary>
    public Shape With(int axis, long dimension)
    {
        long[] changed = [.. _dimensions];
        changed[axis] = dimension;
        return new Shape(changed);
    }

    /// <summary>Bytes a tensor of this shape and type holds, packed types rounded up to whole bytes.</summary>
    /// <exception cref="OverflowException">The size does not fit into 64 bits.</exception>
    public long ByteSize(ElementType type) => checked((ElementCount * type.BitWidth() + 7) / 8);

    /// <inheritdoc/>
    public bool Equals(Shape? other) => other is not null && AsSpan().SequenceEqual(other.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Shape);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach (long dimension in _dimensions)
            hash.Add(dimension);

        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public override string ToString() => $"[{string.Join(',', _dimensions)}]";

    IEnumerator<long> IEnumerable<long>.GetEnumerator() => ((IEnumerable<long>)_dimensions).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _dimensions.GetEnumerator();
}
