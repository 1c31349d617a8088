namespace OpenVinoFlow.Pipeline.Configuration;

/// <summary>The report written at the end (<c>report:</c>).</summary>
public sealed record ReportOptions
{
    /// <summary>The JSON file; null writes none.</summary>
    public string? Json { get; init; }

    /// <summary>Whether per-layer latencies are collected (slows small models; figures are marked as profiled).</summary>
    public bool PerLayer { get; init; }
}
