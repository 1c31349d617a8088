namespace OpenVinoFlow.Pipeline.Measuring.Tuning;

/// <summary>How a flow is tuned.</summary>
public sealed record TuningOptions
{
    /// <summary>Time for all of it, compiling included.</summary>
    public TimeSpan Budget { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Another precision is only taken when at least this share of the images keeps its highest class.</summary>
    public double MinAgreement { get; init; } = 0.99;

    /// <summary>… and no output differs by more than this share of the largest value.</summary>
    public double MaxDifference { get; init; } = 0.05;

    /// <summary>Length of one turn of a candidate or of the defaults.</summary>
    public TimeSpan Turn { get; init; } = TimeSpan.FromMilliseconds(600);

    /// <summary>Beginning of a turn that is left out.</summary>
    public TimeSpan Ramp { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Share of the budget that is kept to confirm the winner.</summary>
    public double ConfirmShare { get; init; } = 0.35;
}
