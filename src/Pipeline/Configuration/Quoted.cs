using System.Globalization;
using System.Text;

namespace OpenVinoFlow.Pipeline.Configuration;

/// <summary>Text in quotes: for messages, and as YAML.</summary>
internal static class Quoted
{
    private const int MaxMessageLength = 60;

    /// <summary>For a message: in single quotes, control characters escaped (a terminal must not obey them), a long text cut.</summary>
    public static string ForMessage(string text)
    {
        var builder = new StringBuilder("'");
        AppendEscaped(builder, text.AsSpan(0, Math.Min(text.Length, MaxMessageLength)), escapeQuotes: false);
        return builder.Append(text.Length > MaxMessageLength ? "…'" : "'").ToString();
    }

    /// <summary>Without quotes, control characters escaped.</summary>
    public static string Printable(string text)
    {
        var builder = new StringBuilder(text.Length);
        AppendEscaped(builder, text, escapeQuotes: false);
        return builder.ToString();
    }

    /// <summary>As a YAML scalar that reads back as this text: plain where that is safe, otherwise in double quotes.</summary>
    public static string ForYaml(string text)
    {
        if (IsPlain(text))
            return text;

        var builder = new StringBuilder("\"");
        AppendEscaped(builder, text, escapeQuotes: true);
        return builder.Append('"').ToString();
    }

    private static bool IsPlain(string text)
    {
        if (text is "" or "null" or "Null" or "NULL" || !(char.IsAsciiLetterOrDigit(text[0]) || text[0] is '/' or '.' or '_' or '$'))
            return false;

        foreach (char c in text)
        {
            if (!(char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '_' or '-' or '+' or '*' or '%' or '$'))
                return false;
        }

        return true;
    }

    private static void AppendEscaped(StringBuilder builder, ReadOnlySpan<char> text, bool escapeQuotes)
    {
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (Rune.IsControl(rune) || rune.Value is 0x2028 or 0x2029 or 0xFEFF)
                builder.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}");
            else if (escapeQuotes && rune.Value is '"' or '\\')
                builder.Append('\\').Append(rune);
            else
                builder.Append(rune);
        }
    }
}
