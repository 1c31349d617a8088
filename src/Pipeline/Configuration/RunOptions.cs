namespace OpenVinoFlow.Pipeline.Configuration;

/// <summary>How a run ends (<c>run:</c>).</summary>
public sealed record RunOptions
{
    /// <summary>How long a cancelled run may take to finish what has been started; what is left after that is counted as cancelled.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(30);
}
