using System.Globalization;

namespace OpenVinoFlow.Pipeline.Measuring;

/// <summary>The rules by which figures count or not.</summary>
internal static class Judgement
{
    public static Verdict Of(
        MeasuringPolicy policy,
        IReadOnlyList<MeasuringWindow> counted,
        RateEstimate rate,
        double? othersShare,
        long images,
        long failed,
        double? offered,
        bool profiled,
        bool cancelled)
    {
        var reasons = new List<InvalidReason>();
        double seconds = counted.Sum(window => window.Seconds);

        if (counted.Count < policy.MinWindows || seconds < policy.MinDuration.TotalSeconds)
        {
            Add(InvalidKind.TooShort, $"too short: {seconds:0.0} s in {counted.Count} windows are left after the warm-up; {policy.MinDuration.TotalSeconds:0.#} s and {policy.MinWindows} are needed");
        }

        if (rate.Relative > policy.Unstable && double.IsFinite(rate.Relative))
        {
            Add(InvalidKind.Unstable, $"unstable: {rate.Mean:0.0} images/s are known to ±{100 * rate.Relative:0.0} % only; ±{100 * policy.Unstable:0.#} % are allowed");
        }

        if (othersShare > policy.Busy)
        {
            Add(InvalidKind.MachineBusy, $"machine busy: other processes used {100 * othersShare.Value:0} % of the processors; {100 * policy.Busy:0} % are allowed");
        }

        if (profiled)
            Add(InvalidKind.Profiled, $"profiled: collecting layer times slows the network down");

        if (offered is { } rateOffered && rate.Mean < policy.Sustained * rateOffered)
        {
            Add(InvalidKind.Overloaded, $"overloaded: {rateOffered:0.#} images/s were offered, {rate.Mean:0.#} were done; latencies only say how long the queue grew");
        }

        if (failed > policy.Failures * (images + failed))
            Add(InvalidKind.Failures, $"failures: {failed} images failed beside {images} that did not");

        if (cancelled)
            Add(InvalidKind.EndedEarly, $"ended early: it was cancelled");

        return new Verdict(reasons);

        void Add(InvalidKind kind, FormattableString message) => reasons.Add(new InvalidReason(kind, message.ToString(CultureInfo.InvariantCulture)));
    }
}
