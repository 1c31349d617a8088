namespace OpenVinoFlow.Native;

/// <summary>What happened to a layer (<c>ov_profiling_info_t.Status</c>).</summary>
public enum LayerStatus
{
    /// <summary>Not executed, or so fast that its average is below one microsecond.</summary>
    NotRun = 0,

    /// <summary>Removed while the graph was optimised.</summary>
    OptimizedOut = 1,

    /// <summary>Executed.</summary>
    Executed = 2,
}
