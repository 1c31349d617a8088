namespace OpenVinoFlow.Pipeline.Sinks;

/// <summary>How a run's configuration was put together, so that it can be once more.</summary>
/// <param name="File">Absolute path of the YAML file.</param>
/// <param name="Profile">The profile that was applied, or null.</param>
/// <param name="Overrides">What <c>--set</c> was given, as it was given.</param>
/// <param name="Folder">The folder relative paths in the overrides start from.</param>
public sealed record RunOrigin(string File, string? Profile, IReadOnlyList<string> Overrides, string Folder);
