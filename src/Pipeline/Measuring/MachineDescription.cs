using System.Runtime.InteropServices;

namespace OpenVinoFlow.Pipeline.Measuring;

/// <summary>The machine something was measured on, as far as it decides how fast a network runs.</summary>
/// <param name="Name">Its name in the network.</param>
/// <param name="Processor">Brand of the processor.</param>
/// <param name="Cores">Processors this process may use.</param>
/// <param name="Quota">Processors' worth of time its control group may use; null without a limit.</param>
/// <param name="InstructionSets">Instruction sets that matter to inference.</param>
/// <param name="System">Operating system.</param>
/// <param name="Runtime">Version of .NET.</param>
public sealed record MachineDescription(
    string Name, string Processor, int Cores, double? Quota, IReadOnlyList<string> InstructionSets, string System, string Runtime)
{
    /// <summary>This machine.</summary>
    public static MachineDescription Current { get; } = new(
        Environment.MachineName,
        Measuring.Processor.Name,
        Environment.ProcessorCount,
        Measuring.Processor.CgroupQuota(),
        Measuring.Processor.Features,
        RuntimeInformation.OSDescription,
        RuntimeInformation.FrameworkDescription);
}
