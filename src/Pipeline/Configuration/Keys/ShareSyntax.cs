using System.Globalization;
using System.Text.Json.Nodes;
using OpenVinoFlow.Pipeline.Configuration.Yaml;

namespace OpenVinoFlow.Pipeline.Configuration.Keys;

/// <summary>A share of a whole: a percentage, or a fraction of one.</summary>
internal sealed class ShareSyntax : ScalarSyntax<double>
{
    public override string Allowed => "a percentage from 0% to 100%, or a fraction from 0 to 1";

    public override bool TryParse(string text, Place place, out double value, out string? hint)
    {
        hint = null;
        bool percent = text.EndsWith('%');
        ReadOnlySpan<char> number = percent ? text.AsSpan(0, text.Length - 1) : text;
        if (!double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value))
            return false;

        if (percent)
            value /= 100;
        else if (value is > 1 and <= 100)
            hint = $"did you mean '{text}%'?";

        return Refuse(value) is null;
    }

    public override string Write(double value)
    {
        string percent = string.Create(CultureInfo.InvariantCulture, $"{(decimal)value * 100:0.############}%");
        return TryParse(percent, default, out double read, out _) && read.Equals(value) ? percent : value.ToString(CultureInfo.InvariantCulture);
    }

    public override string? Refuse(double value) =>
        value is >= 0 and <= 1 ? null : $"is {value.ToString(CultureInfo.InvariantCulture)}; allowed: {Allowed}";

    public override JsonObject Schema() => OrFromEnvironment(
        new JsonObject { ["type"] = "number", ["minimum"] = 0, ["maximum"] = 1 },
        new JsonObject { ["type"] = "string", ["pattern"] = @"^[0-9]+(\.[0-9]+)?%$" });
}
