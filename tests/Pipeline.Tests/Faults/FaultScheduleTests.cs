using System.Globalization;
using CsCheck;
using OpenVinoFlow.Pipeline.Configuration;
using OpenVinoFlow.Pipeline.Engines;
using OpenVinoFlow.Pipeline.Statistics;

namespace OpenVinoFlow.Pipeline.Tests.Faults;

/// <summary>
/// Whatever goes wrong, in whatever order: nothing hangs, every input has one fate, every result is that of its own image, and buffers, slots
/// and what the source lent come home. <c>OVFLOW_FAULT_SCHEDULES</c> sets the number of schedules.
/// </summary>
public class FaultScheduleTests
{
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(10);

    [Fact]
    public void Every_schedule_ends_balanced_with_everything_home()
    {
        long schedules = long.Parse(Environment.GetEnvironmentVariable("OVFLOW_FAULT_SCHEDULES") ?? "1000", CultureInfo.InvariantCulture);
        Gen.Int.Sample(
            seed =>
            {
                var plan = new FaultPlan(seed);
                string? mistake = Run(plan).GetAwaiter().GetResult();
                Assert.True(mistake is null, $"{mistake}: {plan}");
            },
            iter: schedules,
            threads: 1);
    }

    private static async Task<string?> Run(FaultPlan plan)
    {
        var source = new FaultySource(plan);
        var sink = new FaultySink(plan);
        var options = new FlowHostOptions
        {
            Engines = new EngineCatalog().Add(EngineKind.Null, _ => new FaultyEngine(plan)),
            Decoders = () => [new FaultyDecoder(plan)],
        };
        await using Flow flow = Flow.Create(OptionsOf(plan), options);

        using var cancel = new CancellationTokenSource();
        using var abort = new CancellationTokenSource();
        if (plan.CancelAfter is { } later)
            cancel.CancelAfter(later);
        if (plan.AbortAfter is { } much)
            abort.CancelAfter(much);

        Task<FlowReport> run = flow.RunAsync(source, [sink], new RunControl { Abort = abort.Token, DrainTimeout = _limit }, cancel.Token);
        if (await Task.WhenAny(run, Task.Delay(_limit)) != run)
            return "still running after 10 s";

        return Judge(plan, source, sink, await run);
    }

    private static string? Judge(FaultPlan plan, FaultySource source, FaultySink sink, FlowReport report)
    {
        if (!report.Balanced)
            return $"not balanced: {report.Outcome} ({report.Reason}) {report.Ledger}, {string.Join("; ", report.Unaccounted)}";
        if (plan.SinkHangsAt is not null && report.Outcome != FlowOutcome.Completed)
            return null;
        if (sink.Mistakes.Count > 0)
            return string.Join("; ", sink.Mistakes);
        if (sink.Written.Distinct().Count() != sink.Written.Count)
            return "an item was written twice";
        if (plan.Ordered && !sink.Written.Order().SequenceEqual(sink.Written))
            return "written out of order";
        if (sink.Succeeded != report.Ledger.Done)
            return $"{sink.Succeeded} results were written, {report.Ledger.Done} were counted";
        if (source.Lent > (source.Given > report.Ledger.Read ? 1 : 0))
            return $"{source.Lent} byte buffers were not given back";
        if (!sink.Completed)
            return "the sink was not completed";

        bool disturbed = plan.SinkFailsAt is not null || plan.SourceFailsAt is not null || plan.CancelAfter is not null || plan.AbortAfter is not null
            || plan.MaxFailures is not null || plan.SourceBreaksClosing;
        if (!disturbed && (report.Outcome != FlowOutcome.Completed || report.Ledger.Read != plan.Items || report.Ledger.Cancelled != 0))
            return $"an undisturbed run ended {report.Outcome} with {report.Ledger}";
        return null;
    }

    private static FlowOptions OptionsOf(FaultPlan plan) => new()
    {
        Model = new ModelOptions { Path = "", Engine = EngineKind.Null },
        Infer = new InferOptions
        {
            Batch = plan.Batch,
            Requests = plan.Requests,
            BatchTimeout = TimeSpan.FromMilliseconds(2),
            Timeout = plan.InferStuck + plan.InferHangs > 0 ? TimeSpan.FromMilliseconds(40) : null,
            Scheduling = plan.RoundRobin ? SchedulingKind.RoundRobin : SchedulingKind.FirstIdle,
        },
        Workers = new WorkerOptions { Decode = plan.DecodeWorkers, Read = plan.Readers },
        Output = new OutputOptions { Order = plan.Ordered ? OrderKind.Input : OrderKind.Completion },
        Errors = new ErrorOptions { MaxFailures = plan.MaxFailures, MaxFailureRate = null },
        Run = new RunOptions { StallTimeout = plan.SinkHangsAt is null ? null : TimeSpan.FromSeconds(1) },
    };
}
