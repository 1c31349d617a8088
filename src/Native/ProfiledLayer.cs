namespace OpenVinoFlow.Native;

/// <summary>Time one node of the compiled graph takes, as the device reports it.</summary>
/// <param name="Name">Name of the node.</param>
/// <param name="LayerType">Kind of node, for example <c>Convolution</c>.</param>
/// <param name="ExecType">Kernel that runs it, for example <c>brgconv_avx512_f32</c>.</param>
/// <param name="Status">Whether it ran.</param>
/// <param name="RealTime">Microseconds of wall clock; on CPU the running average over all inferences of the stream.</param>
/// <param name="CpuTime">Microseconds of processor time; on CPU the same as <paramref name="RealTime"/>.</param>
public sealed record ProfiledLayer(string Name, string LayerType, string ExecType, LayerStatus Status, long RealTime, long CpuTime);
