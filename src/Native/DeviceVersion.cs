namespace OpenVinoFlow.Native;

/// <summary>Version of the plugin that serves a device.</summary>
/// <param name="BuildNumber">For example <c>2026.4.1-22982-e213a147257-releases/2026/4</c>.</param>
/// <param name="Description">Name of the plugin.</param>
public sealed record DeviceVersion(string BuildNumber, string Description);
