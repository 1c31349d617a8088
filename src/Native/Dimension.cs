using System.Globalization;

namespace OpenVinoFlow.Native;

/// <summary>
/// One dimension of a <see cref="PartialShape"/>: a size, a range, or unknown. Prints as <c>3</c>, <c>1..8</c>, <c>..8</c> or <c>?</c>.
/// </summary>
/// <param name="Min">Smallest size, at least 0; -1 together with a <paramref name="Max"/> of -1 when unknown.</param>
/// <param name="Max">Largest size, -1 when unbounded.</param>
public readonly record struct Dimension(long Min, long Max)
{
    /// <summary>Any size.</summary>
    public static Dimension Dynamic { get; } = new(-1, -1);

    /// <summary>True when only one size is possible.</summary>
    public bool IsStatic => Min == Max && Min >= 0;

    /// <summary>True when more than one size is possible.</summary>
    public bool IsDynamic => !IsStatic;

    /// <summary>The only possible size.</summary>
    /// <exception cref="InvalidOperationException">The dimension is dynamic.</exception>
    public long Length => IsStatic ? Min : throw new InvalidOperationException($"The dimension {this} is dynamic: it has no single size.");

    /// <summary>Whether a size is possible here.</summary>
    public bool Allows(long size) => size >= Math.Max(Min, 0) && (Max < 0 || size <= Max);

    /// <summary>A static dimension; -1 makes <see cref="Dynamic"/>.</summary>
    public static implicit operator Dimension(long size) => FromInt64(size);

    /// <summary>A static dimension; -1 makes <see cref="Dynamic"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> is below -1.</exception>
    public static Dimension FromInt64(long size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, -1);
        return new Dimension(size, size);
    }

    /// <summary>Reads <c>3</c>, <c>?</c>, <c>-1</c>, <c>1..8</c>, <c>1..</c> or <c>..8</c>.</summary>
    /// <exception cref="FormatException">The text is none of these.</exception>
    public static Dimension Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        ReadOnlySpan<char> trimmed = text.AsSpan().Trim();
        if (trimmed is "?" or "-1")
            return Dynamic;

        int dots = trimmed.IndexOf("..", StringComparison.Ordinal);
        if (dots < 0)
            return new Dimension(Number(trimmed, text), Number(trimmed, text));

        ReadOnlySpan<char> lower = trimmed[..dots].Trim();
        ReadOnlySpan<char> upper = trimmed[(dots + 2)..].Trim();
        long min = lower.IsEmpty ? 0 : Number(lower, text);
        long max = upper.IsEmpty ? -1 : Number(upper, text);
        if (max >= 0 && max < min)
            throw new FormatException($"The dimension '{text}' ends before it begins.");

        return min == 0 && max < 0 ? Dynamic : new Dimension(min, max);
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        if (IsStatic)
            return Min.ToString(CultureInfo.InvariantCulture);

        if (Min <= 0 && Max < 0)
            return "?";

        string max = Max < 0 ? "" : Max.ToString(CultureInfo.InvariantCulture);
        return Min <= 0 ? $"..{max}" : string.Create(CultureInfo.InvariantCulture, $"{Min}..{max}");
    }

    private static long Number(ReadOnlySpan<char> digits, string whole) =>
        long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long value)
            ? value
            : throw new FormatException($"'{whole}' is not a dimension: write a size (3), a range (1..8) or ? for any.");
}
