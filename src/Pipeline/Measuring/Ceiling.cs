namespace OpenVinoFlow.Pipeline.Measuring;

/// <summary>What a flow would do if one of its parts cost nothing, measured in turns with the flow as it is.</summary>
/// <param name="Without">The part that was replaced.</param>
/// <param name="By">What by.</param>
/// <param name="ImagesPerSecond">The rate without it.</param>
/// <param name="Ratio">That as a multiple of the flow's own rate in the same minutes.</param>
/// <param name="Low">Lower end of the ratio's 95 % confidence interval.</param>
/// <param name="High">Upper end of it.</param>
/// <param name="Verdict">Whether the figures may be used.</param>
public sealed record Ceiling(string Without, string By, double ImagesPerSecond, double Ratio, double Low, double High, Verdict Verdict);
