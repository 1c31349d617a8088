using System.Globalization;
using System.Text.Json.Nodes;
using OpenVinoFlow.Pipeline.Configuration.Yaml;

namespace OpenVinoFlow.Pipeline.Configuration.Keys;

/// <summary>A finite number within bounds, or any finite number above zero.</summary>
internal sealed class NumberSyntax : ScalarSyntax<float>
{
    private readonly float _bound;
    private readonly bool _positive;

    private NumberSyntax(float bound, bool positive)
    {
        _bound = bound;
        _positive = positive;
    }

    public static NumberSyntax Within(float bound) => new(bound, positive: false);

    public static NumberSyntax AboveZeroUpTo(float bound) => new(bound, positive: true);

    public override string Allowed =>
        _positive ? $"a number above 0, up to {Write(_bound)}" : $"a number from -{Write(_bound)} to {Write(_bound)}";

    public override bool TryParse(string text, Place place, out float value, out string? hint)
    {
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        hint = null;
        return float.TryParse(text, Style, CultureInfo.InvariantCulture, out value) && IsAllowed(value);
    }

    public override string Write(float value) => value.ToString(CultureInfo.InvariantCulture);

    public override string? Refuse(float value) => IsAllowed(value) ? null : $"is {Write(value)}; allowed: {Allowed}";

    public override JsonNode? ToJson(float value) => JsonValue.Create(value);

    public override JsonObject Schema() => OrFromEnvironment(_positive
        ? new JsonObject { ["type"] = "number", ["exclusiveMinimum"] = 0, ["maximum"] = _bound }
        : new JsonObject { ["type"] = "number", ["minimum"] = -_bound, ["maximum"] = _bound });

    private bool IsAllowed(float value) => MathF.Abs(value) <= _bound && (!_positive || value > 0);
}
