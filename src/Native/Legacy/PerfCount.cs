namespace OpenVinoFlow.Native.Legacy;

/// <summary>Time of one layer (an entry of <c>get_perf_counts</c>).</summary>
/// <param name="ExecType">Kernel that runs it.</param>
/// <param name="RealTime">Microseconds of wall clock; on CPU the running average over all inferences of the stream.</param>
/// <param name="CpuTime">Microseconds of processor time; on CPU the same.</param>
/// <param name="Status">Whether it ran.</param>
/// <param name="LayerType">Kind of layer.</param>
public sealed record PerfCount(string ExecType, long RealTime, long CpuTime, LayerStatus Status, string LayerType);
