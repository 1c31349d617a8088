using System.Globalization;
using System.Text.Json.Nodes;
using OpenVinoFlow.Pipeline.Configuration.Yaml;

namespace OpenVinoFlow.Pipeline.Configuration.Keys;

/// <summary>A number of bytes, with or without a unit.</summary>
internal sealed class SizeSyntax(long max) : ScalarSyntax<long>
{
    // The plain "B" ends all the others and so comes last.
    private static readonly (string Name, long Bytes)[] _units =
    [
        ("GiB", 1L << 30),
        ("MiB", 1L << 20),
        ("KiB", 1L << 10),
        ("GB", 1_000_000_000),
        ("MB", 1_000_000),
        ("KB", 1_000),
        ("B", 1),
    ];

    public override string Allowed => $"a size from 1B to {Write(max)}: bytes, or with a unit (KB, MB, GB, KiB, MiB, GiB), such as 64MiB";

    public override bool TryParse(string text, Place place, out long value, out string? hint)
    {
        hint = null;
        (string name, long unit) = Array.Find(_units, unit => text.EndsWith(unit.Name, StringComparison.Ordinal));
        string number = name is null ? text : text[..^name.Length].TrimEnd(' ');

        if (!IntegerSyntax<long>.TryParseDigits(number, out value) || value < 1 || value > max / Math.Max(unit, 1))
            return false;

        value *= Math.Max(unit, 1);
        return true;
    }

    public override string Write(long value)
    {
        foreach ((string name, long unit) in _units.AsSpan(0, 3))
        {
            if (value > 0 && value % unit == 0)
                return string.Create(CultureInfo.InvariantCulture, $"{value / unit}{name}");
        }

        return value.ToString(CultureInfo.InvariantCulture);
    }

    public override string? Refuse(long value) => value < 1 || value > max ? $"is {Write(value)}; allowed: {Allowed}" : null;

    public override JsonObject Schema() => OrFromEnvironment(
        new JsonObject { ["type"] = "integer", ["minimum"] = 1, ["maximum"] = max },
        new JsonObject { ["type"] = "string", ["pattern"] = "^[0-9]+(_[0-9]+)* ?(B|KB|MB|GB|KiB|MiB|GiB)?$" });
}
