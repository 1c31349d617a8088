using System.Text.Json.Nodes;
using OpenVinoFlow.Pipeline.Configuration.Yaml;

namespace OpenVinoFlow.Pipeline.Configuration.Keys;

/// <summary>A path; a relative one starts from the folder of the text it stands in. Whether it exists is not asked here.</summary>
internal sealed class PathSyntax(string allowed, bool standardInput = false, bool mayBeEmpty = false) : ScalarSyntax<string>
{
    private const string StandardInput = "-";

    public override string Allowed => allowed;

    public override bool TryParse(string text, Place place, out string value, out string? hint)
    {
        value = text;
        hint = Fault(text);
        if (hint is not null)
            return false;

        if (text.Length > 0 && !IsStandardInput(text))
            value = Path.GetFullPath(text, place.Layer.BaseFolder);

        return true;
    }

    public override string Write(string value) => Quoted.ForYaml(Interpolation.Protect(value));

    /// <summary>Relative to the configuration's folder where the path lies inside, so that moving the whole folder changes nothing.</summary>
    public override string Canonical(string value, string baseFolder)
    {
        if (IsStandardInput(value) || value.Length == 0)
            return value;

        string relative = Path.GetRelativePath(baseFolder, value);
        bool isOutside = relative == ".." || relative.StartsWith($"..{Path.DirectorySeparatorChar}", StringComparison.Ordinal) || Path.IsPathRooted(relative);
        return (isOutside ? value : relative).Replace(Path.DirectorySeparatorChar, '/');
    }

    public override string? Refuse(string value) =>
        Fault(value) is { } fault ? $"is {Quoted.ForMessage(value)}; allowed: {Allowed}; {fault}" : null;

    public override JsonNode? ToJson(string value) => JsonValue.Create(value);

    public override JsonObject Schema() => new() { ["type"] = "string", ["minLength"] = 1 };

    private bool IsStandardInput(string text) => standardInput && text == StandardInput;

    private string? Fault(string text) =>
        text.Length == 0 && !mayBeEmpty ? "it is empty"
        : text.Length > ConfigurationLimits.MaxScalarLength ? $"it is longer than {ConfigurationLimits.MaxScalarLength} characters"
        : text.Any(char.IsControl) ? "it holds a control character or a line break"
        : text == "~" || text.StartsWith("~/", StringComparison.Ordinal) ? "'~' is not replaced: write \"${env:HOME}/…\""
        : null;
}
