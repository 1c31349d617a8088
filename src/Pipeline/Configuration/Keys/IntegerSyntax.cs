using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using OpenVinoFlow.Pipeline.Configuration.Yaml;

namespace OpenVinoFlow.Pipeline.Configuration.Keys;

/// <summary>A whole number within bounds; <c>_</c> may stand between digits.</summary>
internal sealed class IntegerSyntax<T>(T min, T max) : ScalarSyntax<T> where T : struct, IBinaryInteger<T>
{
    private static readonly NumberFormatInfo _grouping = new() { NumberGroupSeparator = "_" };

    public override string Allowed => $"a whole number from {Grouped(min)} to {Grouped(max)}";

    public override bool TryParse(string text, Place place, out T value, out string? hint)
    {
        hint = null;
        value = default;
        return TryParseDigits(text, out long number) && number >= long.CreateChecked(min) && number <= long.CreateChecked(max)
            && T.TryParse(number.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture, out value);
    }

    public override string Write(T value) => Text(value);

    public override string? Refuse(T value) => value < min || value > max ? $"is {Text(value)}; allowed: {Allowed}" : null;

    public override JsonNode? ToJson(T value) => JsonValue.Create(long.CreateChecked(value));

    public override JsonObject Schema() => OrFromEnvironment(
        new JsonObject { ["type"] = "integer", ["minimum"] = long.CreateChecked(min), ["maximum"] = long.CreateChecked(max) },
        new JsonObject { ["type"] = "string", ["pattern"] = "^[0-9]+(_[0-9]+)*$" });

    /// <summary>Digits with single underscores between them, and a sign.</summary>
    internal static bool TryParseDigits(string text, out long number)
    {
        number = 0;
        ReadOnlySpan<char> digits = text.AsSpan(text.Length > 0 && text[0] is '-' or '+' ? 1 : 0);
        if (digits.Length == 0 || digits[0] == '_' || digits[^1] == '_' || digits.Contains("__", StringComparison.Ordinal))
            return false;

        foreach (char c in digits)
        {
            if (!char.IsAsciiDigit(c) && c != '_')
                return false;
        }

        return long.TryParse(text.Replace("_", "", StringComparison.Ordinal), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
    }

    private static string Grouped(T value) =>
        long.CreateChecked(value) < 10_000 ? Text(value) : long.CreateChecked(value).ToString("#,0", _grouping);

    private static string Text(T value) => value.ToString(null, CultureInfo.InvariantCulture);
}
