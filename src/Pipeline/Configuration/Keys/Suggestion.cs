using System.Text;

namespace OpenVinoFlow.Pipeline.Configuration.Keys;

/// <summary>Guesses what somebody meant to write.</summary>
internal static class Suggestion
{
    private const int MaxLength = 64;

    /// <summary>
    /// The candidate nearest to <paramref name="given"/>, or null where none is near: the same but for case and dashes, its only completion,
    /// or a few slips away.
    /// </summary>
    public static string? Nearest(string given, IEnumerable<string> candidates)
    {
        if (given.Length is 0 or > MaxLength)
            return null;

        string wanted = ToSnakeCase(given);
        string? nearest = null, completion = null;
        int distance = AllowedDistance(wanted) + 1, completions = 0;

        foreach (string candidate in candidates)
        {
            int candidateDistance = Distance(wanted, candidate);
            if (candidateDistance < distance)
                (nearest, distance) = (candidate, candidateDistance);

            if (wanted.Length >= 3 && candidate.StartsWith(wanted, StringComparison.Ordinal))
                (completion, completions) = (candidate, completions + 1);
        }

        return nearest ?? (completions == 1 ? completion : null);
    }

    /// <summary>Edits that turn <paramref name="a"/> into <paramref name="b"/>: insertions, deletions, replacements and swaps of neighbours.</summary>
    public static int Distance(string a, string b)
    {
        Span<int> beforeLast = stackalloc int[b.Length + 1];
        Span<int> last = stackalloc int[b.Length + 1];
        Span<int> current = stackalloc int[b.Length + 1];
        for (int j = 0; j <= b.Length; j++)
            last[j] = j;

        for (int i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int cost = a[i - 1] == b[j - 1] ? 0 : 1;
                current[j] = Math.Min(Math.Min(current[j - 1], last[j]) + 1, last[j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    current[j] = Math.Min(current[j], beforeLast[j - 2] + 1);
            }

            last.CopyTo(beforeLast);
            current.CopyTo(last);
        }

        return last[b.Length];
    }

    private static int AllowedDistance(string text) => text.Length switch { <= 2 => 0, <= 4 => 1, <= 8 => 2, _ => 3 };

    /// <summary><c>maxPixels</c>, <c>Max-Pixels</c> and <c>MAX_PIXELS</c> are all <c>max_pixels</c>.</summary>
    private static string ToSnakeCase(string text)
    {
        var builder = new StringBuilder(text.Length + 4);
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (char.IsAsciiLetterUpper(c) && i > 0 && char.IsAsciiLetterLower(text[i - 1]))
                builder.Append('_');

            builder.Append(c is '-' or ' ' ? '_' : char.ToLowerInvariant(c));
        }

        return builder.ToString();
    }
}
