using System.Text.RegularExpressions;

namespace OpenVinoFlow.Pipeline.Sources;

/// <summary>
/// A path pattern: <c>*</c> and <c>?</c> stay within one folder, <c>**</c> crosses folders, <c>{a,b}</c> lists alternatives. Case counts.
/// </summary>
internal sealed class Glob
{
    private readonly Regex? _regex;

    public Glob(string pattern)
    {
        // The pattern that matches everything is by far the most common one.
        if (pattern is not ("**" or "**/*"))
            _regex = new Regex(Translate(pattern), RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
    }

    /// <param name="path">Relative, with forward slashes.</param>
    public bool Matches(string path) => _regex is null || _regex.IsMatch(path);

    private static string Translate(string pattern)
    {
        var regex = new System.Text.StringBuilder(@"\A");
        int alternatives = 0;
        for (int i = 0; i < pattern.Length; i++)
        {
            char c = pattern[i];
            switch (c)
            {
                case '*' when Follows(pattern, i, "**/"):
                    regex.Append("(?:[^/]+/)*");
                    i += 2;
                    break;
                case '*' when Follows(pattern, i, "**"):
                    regex.Append(".*");
                    i++;
                    break;
                case '*':
                    regex.Append("[^/]*");
                    break;
                case '?':
                    regex.Append("[^/]");
                    break;
                case '{':
                    regex.Append("(?:");
                    alternatives++;
                    break;
                case ',' when alternatives > 0:
                    regex.Append('|');
                    break;
                case '}' when alternatives > 0:
                    regex.Append(')');
                    alternatives--;
                    break;
                default:
                    regex.Append(Regex.Escape(c.ToString()));
                    break;
            }
        }

        return regex.Append(')', alternatives).Append(@"\z").ToString();
    }

    private static bool Follows(string pattern, int at, string what) => pattern.AsSpan(at).StartsWith(what, StringComparison.Ordinal);
}
