using System.Runtime.CompilerServices;
using OpenVinoFlow.Pipeline.Configuration;
using OpenVinoFlow.Pipeline.Engines;
using OpenVinoFlow.Pipeline.Ledger;
using OpenVinoFlow.Pipeline.Sources;
using OpenVinoFlow.Pipeline.Statistics;
using OpenVinoFlow.Pipeline.Tests.Faults;

namespace OpenVinoFlow.Pipeline.Tests;

/// <summary>The library as a program embeds it.</summary>
public class FlowTests
{
    private static readonly FlowOptions _nothing = new() { Model = new ModelOptions { Path = "", Engine = EngineKind.Null }, Errors = new ErrorOptions { MaxFailureRate = null } };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_flow_can_be_run_again_and_several_runs_may_overlap()
    {
        await using Flow flow = Flow.Create(_nothing with { Source = new SourceOptions { Synthetic = new SyntheticSourceOptions { Count = 5000 } } });
        FlowReport[] reports = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => flow.RunAsync(cancellationToken: Cancellation)));
        reports = [.. reports, await flow.RunAsync(cancellationToken: Cancellation)];

        Assert.All(reports, report => Assert.Equal(new LedgerCounts(5000, 5000, 0, 0, 0), report.Ledger));
        Assert.All(reports, report => Assert.Equal(FlowOutcome.Completed, report.Outcome));
    }

    [Fact]
    public async Task A_stream_gives_each_image_its_result_in_the_configured_order()
    {
        await using Flow flow = Flow.Create(_nothing with { Output = new OutputOptions { Order = OrderKind.Input } });
        List<ImageResult> results = await flow.StreamAsync(Images(1000), Cancellation).ToListAsync(Cancellation);

        Assert.Equal(Enumerable.Range(0, 1000).Select(i => (long)i), results.Select(result => result.Sequence));
        Assert.All(results, result => Assert.Equal(result.Sequence % 7 == 3, result.Failure is not null));
        Assert.All(results.Where(result => result.Ok), result => Assert.Equal(10, result.Outputs[0].AsSpan<float>().Length));
    }

    [Fact]
    public async Task A_stream_holds_its_source_back_until_results_are_taken()
    {
        await using Flow flow = Flow.Create(_nothing);
        int given = 0;
        IAsyncEnumerator<ImageResult> results = flow.StreamAsync(Images(100_000, () => Interlocked.Increment(ref given)), Cancellation).GetAsyncEnumerator(Cancellation);
        Assert.True(await results.MoveNextAsync());

        await Task.Delay(200, Cancellation);
        int then = Volatile.Read(ref given);
        await Task.Delay(200, Cancellation);
        Assert.Equal(then, Volatile.Read(ref given));
        Assert.InRange(then, 1, 200);

        await results.DisposeAsync();
    }

    [Fact]
    public async Task Leaving_a_stream_early_ends_its_run_even_when_the_source_never_answers()
    {
        await using Flow flow = Flow.Create(_nothing);
        await foreach (ImageResult result in flow.StreamAsync(Stalling(), Cancellation))
        {
            Assert.True(result.Ok);
            break;
        }
    }

    [Fact]
    public async Task Cancelling_a_stream_throws_and_a_fault_says_why()
    {
        await using Flow flow = Flow.Create(_nothing);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (ImageResult _ in flow.StreamAsync(Stalling(), cancel.Token))
                await cancel.CancelAsync();
        });

        await using Flow strict = Flow.Create(_nothing with { Errors = new ErrorOptions { MaxFailures = 0 } });
        FlowException error = await Assert.ThrowsAsync<FlowException>(() => strict.StreamAsync(Images(1000), Cancellation).ToListAsync(Cancellation).AsTask());
        Assert.Contains("errors.max_failures", error.Message, StringComparison.Ordinal);
        Assert.Equal(FlowOutcome.FailureBudgetExceeded, error.Report.Outcome);
    }

    [Fact]
    public async Task Flows_of_one_host_share_a_model_that_is_compiled_the_same_way_and_keep_it_when_the_host_has_gone()
    {
        int compiled = 0;
        int disposed = 0;
        var host = new FlowHost(new FlowHostOptions
        {
            Engines = new EngineCatalog().Add(EngineKind.Null, _ => new CountingEngine(() => compiled++, () => disposed++)),
            Decoders = () => [new FaultyDecoder(new FaultPlan(0))],
        });

        Flow first = host.Create(_nothing);
        Flow second = host.Create(_nothing with { Workers = new WorkerOptions { Decode = 3 } });
        Flow other = host.Create(_nothing with { Infer = new InferOptions { Batch = 2 } });
        Assert.Equal(2, compiled);

        await host.DisposeAsync();
        await other.DisposeAsync();
        await first.DisposeAsync();
        Assert.Equal(1, disposed);
        Assert.Equal(3, (await second.StreamAsync(Images(3), Cancellation).ToListAsync(Cancellation)).Count);

        await second.DisposeAsync();
        Assert.Equal(2, disposed);
    }

    [Fact]
    public async Task Flows_of_one_host_run_at_the_same_time_on_one_compiled_model()
    {
        int compiled = 0;
        await using var host = new FlowHost(new FlowHostOptions
        {
            Engines = new EngineCatalog().Add(EngineKind.Null, _ => new CountingEngine(() => compiled++, () => { })),
            Decoders = () => [new FaultyDecoder(new FaultPlan(0))],
        });
        Flow[] flows = [.. Enumerable.Range(0, 4).Select(i => host.Create(_nothing with { Name = $"{i}", Workers = new WorkerOptions { Decode = i + 1 } }))];

        List<ImageResult>[] results = await Task.WhenAll(flows.Select(flow => flow.StreamAsync(Images(500), Cancellation).ToListAsync(Cancellation).AsTask()));
        Assert.Equal(1, compiled);
        Assert.All(results, ofOne => Assert.Equal(500, ofOne.Select(result => result.Id).Distinct().Count()));

        foreach (Flow flow in flows)
            await flow.DisposeAsync();
    }

    [Fact]
    public async Task A_model_that_was_replaced_is_compiled_again()
    {
        using var folder = new TestSupport.TemporaryFolder();
        string model = folder.Write("model.onnx", "one");
        int compiled = 0;
        await using var host = new FlowHost(new FlowHostOptions
        {
            Engines = new EngineCatalog().Add(EngineKind.OnnxRuntime, _ => new CountingEngine(() => compiled++, () => { })),
        });
        FlowOptions options = _nothing with { Model = new ModelOptions { Path = model, Engine = EngineKind.OnnxRuntime } };

        await using Flow first = host.Create(options);
        await using Flow second = host.Create(options);
        Assert.Equal(1, compiled);

        folder.Write("model.onnx", "another");
        await using Flow third = host.Create(options);
        Assert.Equal(2, compiled);
    }

    [Fact]
    public async Task A_model_replaced_while_it_is_loaded_is_refused()
    {
        using var folder = new TestSupport.TemporaryFolder();
        string model = folder.Write("model.onnx", "one");
        await using var host = new FlowHost(new FlowHostOptions
        {
            Engines = new EngineCatalog().Add(EngineKind.OnnxRuntime, _ => new CountingEngine(() => folder.Write("model.onnx", "another"), () => { })),
        });

        InferenceException error = Assert.Throws<InferenceException>(() => host.Create(_nothing with { Model = new ModelOptions { Path = model, Engine = EngineKind.OnnxRuntime } }));
        Assert.Contains("was replaced while it was loaded", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_an_engine_says_does_not_repeat_what_a_variable_holds()
    {
        const string Variable = "OVFLOW_TEST_SECRET";
        Environment.SetEnvironmentVariable(Variable, "hunter2hunter2");
        try
        {
            await using var host = new FlowHost(new FlowHostOptions
            {
                Engines = new EngineCatalog().Add(EngineKind.Null, options => throw new InferenceException($"Wrong value {options.Properties["KEY"]} for KEY on {options.Device}.")),
            });
            ResolvedConfiguration configuration = ConfigurationReader.Parse(
                $$"""
                api_version: ovflow/v1
                model: { engine: null, device: NPU, properties: { KEY: "a-${env:{{Variable}}}" } }
                """,
                "/",
                []);

            InferenceException error = Assert.Throws<InferenceException>(() => host.Create(configuration));
            Assert.Equal("Wrong value a-${env:OVFLOW_TEST_SECRET} for KEY on NPU.", error.Message);
            Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
        }
        finally
        {
            Environment.SetEnvironmentVariable(Variable, null);
        }
    }

    [Fact]
    public async Task A_flow_without_a_source_says_so_when_it_is_run()
    {
        await using Flow flow = Flow.Create(_nothing);
        SourceException error = await Assert.ThrowsAsync<SourceException>(() => flow.RunAsync(cancellationToken: Cancellation));
        Assert.Contains("source.images", error.Message, StringComparison.Ordinal);
    }

    private static async IAsyncEnumerable<ImageItem> Images(int count, Action? given = null)
    {
        for (int i = 0; i < count; i++)
        {
            if (i % 100 == 0)
                await Task.Yield();
            given?.Invoke();
            yield return i % 7 == 3
                ? ImageItem.FromBytes($"{i}", "no picture"u8.ToArray())
                : ImageItem.Empty($"{i}");
        }
    }

    private static async IAsyncEnumerable<ImageItem> Stalling([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        yield return ImageItem.Empty("only");
        await Task.Delay(Timeout.Infinite, CancellationToken.None);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private sealed class CountingEngine(Action compiled, Action disposed) : IInferenceEngine
    {
        private readonly FaultyEngine _engine = new(new FaultPlan(0));

        public string Name => _engine.Name;

        public string Version => _engine.Version;

        public ModelDescription Describe(string modelPath) => _engine.Describe(modelPath);

        public ICompiledModel Compile(CompileSpec spec)
        {
            compiled();
            return new CountingModel(_engine.Compile(spec), disposed);
        }

        public void Dispose()
        {
        }
    }

    private sealed class CountingModel(ICompiledModel model, Action disposed) : ICompiledModel
    {
        public InputFormat Input => model.Input;

        public int Batch => model.Batch;

        public IReadOnlyList<TensorDescription> Outputs => model.Outputs;

        public int OptimalRequests => model.OptimalRequests;

        public IReadOnlyDictionary<string, string> Settings => model.Settings;

        public InferBuffers CreateBuffers() => model.CreateBuffers();

        public IInferSlot CreateSlot(int index, CompletionChannel completions) => model.CreateSlot(index, completions);

        public IReadOnlyList<LayerTime> ReadLayerTimes(IReadOnlyList<IInferSlot> slots) => [];

        public void Dispose()
        {
            disposed();
            model.Dispose();
        }
    }
}
