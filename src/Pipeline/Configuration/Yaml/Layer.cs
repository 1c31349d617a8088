namespace OpenVinoFlow.Pipeline.Configuration.Yaml;

/// <summary>One of the texts a configuration is put together from.</summary>
/// <param name="Kind">File, profile or override.</param>
/// <param name="Source">How messages name it: the file, or the whole <c>--set</c> argument.</param>
/// <param name="BaseFolder">Absolute folder its relative paths start from.</param>
/// <param name="Profile">Name of the profile, for one.</param>
internal sealed record Layer(ConfigurationOriginKind Kind, string Source, string BaseFolder, string? Profile = null);
