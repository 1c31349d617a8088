using System.Globalization;
using System.Runtime.Intrinsics.X86;
using System.Text;

namespace OpenVinoFlow.Pipeline.Measuring;

/// <summary>The processor this program runs on, as far as inference cares.</summary>
public static class Processor
{
    /// <summary>The brand string, for example <c>AMD EPYC 9554</c>.</summary>
    public static string Name
    {
        get
        {
            const int ExtendedLeaves = unchecked((int)0x80000000);
            const int FirstBrandLeaf = ExtendedLeaves + 2;
            if (!X86Base.IsSupported || X86Base.CpuId(ExtendedLeaves, 0).Eax < FirstBrandLeaf + 2)
                return System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture.ToString();

            Span<int> text = stackalloc int[12];
            for (int leaf = 0; leaf < 3; leaf++)
                (text[4 * leaf], text[(4 * leaf) + 1], text[(4 * leaf) + 2], text[(4 * leaf) + 3]) = X86Base.CpuId(FirstBrandLeaf + leaf, 0);
            return Encoding.ASCII.GetString(System.Runtime.InteropServices.MemoryMarshal.AsBytes(text)).Trim('\0', ' ');
        }
    }

    /// <summary>Instruction sets that decide how fast a network runs.</summary>
    public static IReadOnlyList<string> Features
    {
        get
        {
            if (!X86Base.IsSupported)
                return [];

            (int _, int b, int c, int d) = X86Base.CpuId(7, 0);
            int a1 = X86Base.CpuId(7, 1).Eax;
            List<string> features = [];
            Add(Avx2.IsSupported, "AVX2");
            Add(Bit(b, 16), "AVX512F");
            Add(Bit(c, 11), "AVX512_VNNI");
            Add(Bit(a1, 4), "AVX_VNNI");
            Add(Bit(a1, 5), "AVX512_BF16");
            Add(Bit(d, 23), "AVX512_FP16");
            Add(Bit(d, 24), "AMX_TILE");
            Add(Bit(d, 25), "AMX_INT8");
            Add(Bit(d, 22), "AMX_BF16");
            return features;

            void Add(bool has, string name)
            {
                if (has)
                    features.Add(name);
            }
        }
    }

    /// <summary>Processors this process may use, and what limits them.</summary>
    public static string Cores
    {
        get
        {
            string quota = CgroupQuota() is { } cores ? string.Create(CultureInfo.InvariantCulture, $", cgroup quota {cores:0.##}") : ", no cgroup quota";
            return string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} usable{quota}");
        }
    }

    private static bool Bit(int register, int bit) => (register & (1 << bit)) != 0;

    /// <summary>Processors' worth of time the control group may use; null without a limit.</summary>
    public static double? CgroupQuota()
    {
        try
        {
            string[] parts = File.ReadAllText("/sys/fs/cgroup/cpu.max").Split(' ');
            return parts is [not "max", _] ? double.Parse(parts[0], CultureInfo.InvariantCulture) / double.Parse(parts[1], CultureInfo.InvariantCulture) : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or FormatException)
        {
            return null;
        }
    }
}
