using System.Diagnostics;

namespace OpenVinoFlow.Native.Tests.Support;

/// <summary>Makes a library that answers to OpenVINO's names from a C source, to be loaded in a probe.</summary>
internal static class CompiledRuntime
{
    private const string Compiler = "/usr/bin/cc";

    /// <summary>Puts the library into the folder; skips the test where there is no C compiler.</summary>
    public static string Make(string folder, string source)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists(Compiler), $"needs Linux and a C compiler ({Compiler}) to make a stand-in for OpenVINO's library");
        foreach (string name in (string[])["libopenvino_c.so", "libopenvino.so"])
        {
            using Process compiler = Process.Start(Compiler, ["-shared", "-fPIC", "-pthread", "-o", Path.Combine(folder, name), source]);
            compiler.WaitForExit();
            Assert.Equal(0, compiler.ExitCode);
        }

        return folder;
    }
}
