using System.Globalization;
using System.Text.Json.Nodes;
using OpenVinoFlow.Pipeline.Configuration.Yaml;

namespace OpenVinoFlow.Pipeline.Configuration.Keys;

/// <summary>A length of time: a number and its unit.</summary>
internal sealed class DurationSyntax(TimeSpan max) : ScalarSyntax<TimeSpan>
{
    private static readonly (string Name, long Ticks)[] _units =
    [
        ("ms", TimeSpan.TicksPerMillisecond),
        ("us", TimeSpan.TicksPerMicrosecond),
        ("s", TimeSpan.TicksPerSecond),
        ("m", TimeSpan.TicksPerMinute),
        ("h", TimeSpan.TicksPerHour),
    ];

    public override string Allowed => $"a duration with its unit (us, ms, s, m, h) from 0s to {Write(max)}, such as 5ms";

    public override bool TryParse(string text, Place place, out TimeSpan value, out string? hint)
    {
        value = default;
        hint = null;

        foreach ((string name, long ticks) in _units)
        {
            if (!text.EndsWith(name, StringComparison.Ordinal))
                continue;

            if (!TryParseNumber(text.AsSpan(0, text.Length - name.Length), out decimal number) || number * ticks > max.Ticks)
                return false;

            value = TimeSpan.FromTicks((long)(number * ticks));
            return true;
        }

        hint = TryParseNumber(text, out _) ? "the unit is missing" : null;
        return false;
    }

    public override string Write(TimeSpan value)
    {
        (string name, long unit) = value.Ticks switch
        {
            0 => _units[2],
            var ticks when ticks % TimeSpan.TicksPerHour == 0 => _units[4],
            var ticks when ticks % TimeSpan.TicksPerMinute == 0 => _units[3],
            var ticks when ticks % TimeSpan.TicksPerSecond == 0 => _units[2],
            var ticks when ticks % TimeSpan.TicksPerMillisecond == 0 => _units[0],
            _ => _units[1],
        };
        return string.Create(CultureInfo.InvariantCulture, $"{(decimal)value.Ticks / unit}{name}");
    }

    public override string? Refuse(TimeSpan value) => value < TimeSpan.Zero || value > max ? $"is {Write(value)}; allowed: {Allowed}" : null;

    public override JsonObject Schema() => OrFromEnvironment(new JsonObject { ["type"] = "string", ["pattern"] = @"^[0-9]+(\.[0-9]+)?(us|ms|s|m|h)$" });

    // Far more digits than any duration needs, and few enough for the product to fit.
    private static bool TryParseNumber(ReadOnlySpan<char> text, out decimal number)
    {
        number = 0;
        return text.Length is > 0 and <= 14 && char.IsAsciiDigit(text[0]) && char.IsAsciiDigit(text[^1])
            && decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number);
    }
}
