namespace OpenVinoFlow.Pipeline.Configuration;

/// <summary>What happens to inputs that fail, and how many may (<c>errors:</c>).</summary>
public sealed record ErrorOptions
{
    /// <summary>The run ends with exit code 3 when more inputs than this have failed; null allows any number.</summary>
    public long? MaxFailures { get; init; }

    /// <summary>The run ends with exit code 3 when a larger share of the inputs than this (0..1) has failed; null allows any share.</summary>
    public double? MaxFailureRate { get; init; } = 0.05;

    /// <summary>How many inputs must have been seen before <see cref="MaxFailureRate"/> can end a run early.</summary>
    public int MinInputs { get; init; } = 100;

    /// <summary>A JSONL file that gets one line for each failed input; null writes none.</summary>
    public string? Quarantine { get; init; }

    /// <summary>How often a file is read again after a transient error, see <see cref="Ledger.TransientErrors"/>; 0 never.</summary>
    public int ReadRetries { get; init; } = 3;

    /// <summary>The pause before a file is read again; it doubles each time, by chance a little more or less.</summary>
    public TimeSpan ReadBackoff { get; init; } = TimeSpan.FromMilliseconds(100);
}
