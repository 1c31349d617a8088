using OpenVinoFlow.Pipeline.Statistics;

namespace OpenVinoFlow.Pipeline;

/// <summary>A stream of results ended early, for a reason its reader did not give.</summary>
public sealed class FlowException : Exception
{
    internal FlowException(FlowReport report)
        : base($"The flow ended early: {report.Reason}") => Report = report;

    /// <summary>What was done until then.</summary>
    public FlowReport Report { get; }
}
