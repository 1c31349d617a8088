namespace OpenVinoFlow.Preprocess.Decoding;

/// <summary>One place where a native library was looked for.</summary>
/// <param name="Place">A full path, or a bare name that the system's loader was given.</param>
/// <param name="Error">Why it could not be loaded from there; null when it was.</param>
public readonly record struct LoadAttempt(string Place, string? Error);
