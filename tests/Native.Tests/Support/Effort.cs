namespace OpenVinoFlow.Native.Tests.Support;

/// <summary>
/// How much the long tests do: a part by default, everything with <c>OVFLOW_STRESS=full</c>.
/// </summary>
internal static class Effort
{
    private static readonly bool _full = Environment.GetEnvironmentVariable("OVFLOW_STRESS") == "full";

    public static int Of(int full, int reduced) => _full ? full : reduced;
}
