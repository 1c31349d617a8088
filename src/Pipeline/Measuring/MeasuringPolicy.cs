namespace OpenVinoFlow.Pipeline.Measuring;

/// <summary>How long something is measured, and when the figures count.</summary>
public sealed record MeasuringPolicy
{
    /// <summary>Length of a window. A window ends with the first completion after this time.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Longest time to wait for .NET to have compiled what runs, before the first window; zero does not wait.</summary>
    public TimeSpan MaxWarmUp { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>When things are measured in turns: time at the beginning of each turn that is left out.</summary>
    public TimeSpan Ramp { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Time that must be left of a measurement when its warm-up is left out.</summary>
    public TimeSpan MinDuration { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>The measurement ends after this time, stable or not; with <see cref="WholeDuration"/> not before either.</summary>
    public TimeSpan MaxDuration { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Whether <see cref="MaxDuration"/> is used up also when the rate is known well enough earlier.</summary>
    public bool WholeDuration { get; init; }

    /// <summary>Windows that must be left when the warm-up is left out.</summary>
    public int MinWindows { get; init; } = 6;

    /// <summary>The measurement ends early when half of the rate's 95 % confidence interval is no more than this share of the rate.</summary>
    public double GoodEnough { get; init; } = 0.01;

    /// <summary>A measurement with a wider interval is invalid: unstable.</summary>
    public double Unstable { get; init; } = 0.05;

    /// <summary>A measurement during which other processes used more than this share of the processors is invalid: the machine was busy.</summary>
    public double Busy { get; init; } = 0.1;

    /// <summary>A measurement with a larger share of failed images is invalid: they cost less than others.</summary>
    public double Failures { get; init; } = 0.01;

    /// <summary>In an open loop: less than this share of the offered rate is an overload.</summary>
    public double Sustained { get; init; } = 0.98;

    /// <summary>The measurement is given up when nothing completes for this long.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromMinutes(1);
}
