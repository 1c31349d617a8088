namespace OpenVinoFlow.Native;

/// <summary>A runtime in the user's cache.</summary>
/// <param name="Directory">Folder of the native libraries.</param>
/// <param name="Version">Its release.</param>
public sealed record InstalledRuntime(string Directory, Version Version);
