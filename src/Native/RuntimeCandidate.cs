namespace OpenVinoFlow.Native;

/// <summary>One place where OpenVINO was looked for.</summary>
/// <param name="Origin">Why this place.</param>
/// <param name="Path">The folder or file, or the variable that would name it.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="Reason">The outcome in words.</param>
/// <param name="LibraryPath">The C library, where there is one.</param>
/// <param name="Version">Its release, where the file's name or the library itself tells.</param>
public sealed record RuntimeCandidate(RuntimeOrigin Origin, string Path, RuntimeOutcome Outcome, string Reason, string? LibraryPath = null, Version? Version = null);
