namespace OpenVinoFlow.Preprocess;

/// <summary>A colour.</summary>
/// <param name="R">Red, 0..255.</param>
/// <param name="G">Green, 0..255.</param>
/// <param name="B">Blue, 0..255.</param>
public readonly record struct Rgb24(byte R, byte G, byte B);
