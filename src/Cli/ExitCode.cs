namespace OpenVinoFlow.Cli;

/// <summary>What the program's exit code says. Part of its interface: documented in docs/cli.md.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Unexpected = 1;
    public const int Usage = 2;
    public const int FailureBudgetExceeded = 3;
    public const int LedgerImbalance = 4;
    public const int ModelOrRuntime = 5;
    public const int Difference = 6;
    public const int Cancelled = 130;
}
