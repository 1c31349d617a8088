using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace OpenVinoFlow.Pipeline.Configuration.Keys;

/// <summary>A value after <c>${env:NAME}</c> and <c>${env:NAME:-default}</c> were replaced.</summary>
/// <param name="Text">What the value is.</param>
/// <param name="Template">What was written.</param>
/// <param name="FromEnvironment">Whether a variable gave a part of <paramref name="Text"/>, which must then not be shown.</param>
internal readonly record struct InterpolatedText(string Text, string Template, bool FromEnvironment)
{
    /// <summary>What a message may show.</summary>
    public string Shown => FromEnvironment ? Template : Text;
}

/// <summary>Replaces environment variables in a value. The result is never read as YAML again, so a variable can't add keys.</summary>
internal static class Interpolation
{
    private const string Open = "${";
    private const string Escape = "$${";
    private const string Kind = "env:";
    private const string DefaultMark = ":-";

    /// <summary>
    /// Replaces the variables in <paramref name="template"/>. When that fails, <paramref name="missing"/> tells a variable that is not set
    /// from a mistake in the text.
    /// </summary>
    public static bool TryExpand(
        string template,
        Func<string, string?> environment,
        out InterpolatedText result,
        [NotNullWhen(false)] out string? problem,
        out bool missing)
    {
        result = new InterpolatedText(template, template, FromEnvironment: false);
        problem = null;
        missing = false;
        if (!template.Contains(Open, StringComparison.Ordinal))
            return true;

        var text = new StringBuilder();
        bool fromEnvironment = false;

        for (int i = 0; i < template.Length;)
        {
            ReadOnlySpan<char> rest = template.AsSpan(i);
            if (rest.StartsWith(Escape))
            {
                text.Append(Open);
                i += Escape.Length;
            }
            else if (!rest.StartsWith(Open))
            {
                text.Append(rest[0]);
                i++;
            }
            else if (!TrySplit(rest, out string name, out string? fallback, out int length))
            {
                problem = "only ${env:NAME} and ${env:NAME:-default} are replaced; write $${ for a literal ${";
                return false;
            }
            else
            {
                string? value = environment(name);
                if (fallback is not null && string.IsNullOrEmpty(value))
                {
                    text.Append(fallback);
                }
                else if (value is null)
                {
                    problem = $"the environment variable {name} is not set; set it, or give a default: ${{env:{name}:-default}}";
                    missing = true;
                    return false;
                }
                else
                {
                    text.Append(value);
                    fromEnvironment = true;
                }

                i += length;
            }
        }

        result = new InterpolatedText(text.ToString(), template, fromEnvironment);
        return true;
    }

    /// <summary>The text that <see cref="TryExpand"/> turns into <paramref name="value"/> whatever the environment.</summary>
    public static string Protect(string value) => value.Replace(Open, Escape, StringComparison.Ordinal);

    private static bool TrySplit(ReadOnlySpan<char> text, out string name, out string? fallback, out int length)
    {
        name = "";
        fallback = null;
        int end = text.IndexOf('}');
        length = end + 1;
        if (end < 0 || !text[Open.Length..].StartsWith(Kind))
            return false;

        ReadOnlySpan<char> inner = text[(Open.Length + Kind.Length)..end];
        int mark = inner.IndexOf(DefaultMark);
        if (mark >= 0)
            fallback = inner[(mark + DefaultMark.Length)..].ToString();

        name = (mark >= 0 ? inner[..mark] : inner).ToString();
        return IsName(name);
    }

    private static bool IsName(string name)
    {
        if (name.Length == 0 || char.IsAsciiDigit(name[0]))
            return false;

        foreach (char c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '_')
                return false;
        }

        return true;
    }
}
