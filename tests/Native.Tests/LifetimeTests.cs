using System.Globalization;
using OpenVinoFlow.Native.Tests.Support;
using OpenVinoFlow.TestSupport;

namespace OpenVinoFlow.Native.Tests;

/// <summary>Objects given back in every order, twice, while they are used, or never.</summary>
public sealed class LifetimeTests : IDisposable
{
    /// <summary>Bytes that happen to be in use or not, whatever the number of turns.</summary>
    private const long AllocatorNoise = 16 << 10;

    /// <summary>Fewer bytes than anything that is allocated; the shape of a vector takes 32.</summary>
    private const long LessThanAnObject = 8;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Dispose_in_any_order_twice_and_while_running()
    {
        string path = TinyModels.Slow(_folder, 128, 20);
        SharedAssets.RequireOpenVino();
        foreach (int[] order in Permutations([0, 1, 2, 3, 4]))
        {
            var core = new Core();
            Model model = core.ReadModel(path);
            CompiledModel compiled = core.CompileModel(model);
            InferRequest request = compiled.CreateInferRequest();
            Tensor tensor = request.GetInputTensor(0);
            int callbacks = 0;
            request.SetCompletionCallback((_, _) => callbacks++);
            request.StartAsync();

            IDisposable[] all = [core, model, compiled, request, tensor];
            foreach (int index in order)
                all[index].Dispose();

            foreach (IDisposable disposable in all)
                disposable.Dispose();

            Assert.Equal(1, callbacks);
        }
    }

    [Fact]
    public void A_request_works_after_its_model_and_core_are_gone()
    {
        SharedAssets.RequireOpenVino();
        var core = new Core();
        Model model = core.ReadModel(TinyModels.Affine(_folder));
        CompiledModel compiled = core.CompileModel(model);
        using InferRequest request = compiled.CreateInferRequest();
        compiled.Dispose();
        model.Dispose();
        core.Dispose();
        GC.Collect();
        GC.WaitForPendingFinalizers();

        request.Infer("x", (ReadOnlySpan<float>)[1, 2, 3, 4]);
        Assert.Equal([3, 5, 7, 9], request.OutputBlobs["y"].AsSpan<float>().ToArray());
        Assert.Throws<ObjectDisposedException>(() => core.ReadModel(_folder.File("affine.xml")));
        Assert.Throws<ObjectDisposedException>(() => compiled.CreateInferRequest());
        Assert.Throws<ObjectDisposedException>(() => model.Inputs);
    }

    [Fact]
    public void A_tensor_may_be_disposed_once_it_is_set()
    {
        using CompiledModel compiled = TestCore.Compile(TinyModels.Affine(_folder));
        using InferRequest request = compiled.CreateInferRequest();
        using (var input = new Tensor(ElementType.F32, [1, 4]))
        {
            input.AsSpan<float>().Fill(4);
            request.SetInputTensor(0, input);
        }

        GC.Collect();
        GC.WaitForPendingFinalizers();
        request.Infer();
        using Tensor output = request.GetOutputTensor(0);
        Assert.Equal([9, 9, 9, 9], output.AsSpan<float>().ToArray());
    }

    [Fact]
    public void Dispose_on_one_thread_ends_a_wait_on_another()
    {
        using CompiledModel compiled = TestCore.Compile(TinyModels.Slow(_folder));
        for (int i = 0; i < 10; i++)
        {
            InferRequest request = compiled.CreateInferRequest();
            request.StartAsync();
            StatusCode status = StatusCode.UNEXPECTED;
            var waiter = new Thread(() => status = request.Wait());
            waiter.Start();
            Thread.Sleep(i);
            request.Dispose();
            Assert.True(waiter.Join(TimeSpan.FromSeconds(20)));
            Assert.Contains(status, (StatusCode[])[StatusCode.INFER_CANCELLED, StatusCode.OK]);
        }
    }

    [Fact]
    public void Dispose_from_inside_a_sink_happens_on_another_thread()
    {
        using CompiledModel compiled = TestCore.Compile(TinyModels.Affine(_folder));
        for (int i = 0; i < 50; i++)
        {
            InferRequest request = compiled.CreateInferRequest();
            using var done = new ManualResetEventSlim();
            request.SetCompletionSink(new DelegateSink(() =>
            {
                request.Dispose();
                done.Set();
            }), 0);
            request.StartAsync();
            Assert.True(done.Wait(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken));
            Assert.Equal(0, request.SinkFailures);
        }
    }

    [Fact]
    public void Dispose_races_with_starts_waits_and_cancellations_without_harm()
    {
        using CompiledModel compiled = TestCore.Compile(TinyModels.Affine(_folder));
        for (int round = 0; round < Effort.Of(2000, 200); round++)
        {
            InferRequest request = compiled.CreateInferRequest();
            int callbacks = 0;
            int starts = 0;
            request.SetCompletionCallback((_, _) => Interlocked.Increment(ref callbacks));
            var worker = new Thread(() =>
            {
                try
                {
                    while (true)
                    {
                        request.StartAsync();
                        starts++;
                        if (starts % 3 == 0)
                            request.Cancel();

                        request.Wait();
                    }
                }
                catch (ObjectDisposedException)
                {
                }
            });
            worker.Start();
            Thread.SpinWait(round * 50);
            request.Dispose();
            int after = Volatile.Read(ref callbacks);
            Assert.True(worker.Join(TimeSpan.FromSeconds(20)));
            Assert.Equal(starts, callbacks);
            Assert.Equal(after, callbacks);
        }
    }

    [Fact]
    public void Cycles_of_everything_leave_memory_flat() =>
        Flat("cycles", Effort.Of(10_000, 300), TinyModels.Affine(_folder), TinyModels.Affine(_folder), SharedAssets.RequireModel("accumulator.xml"));

    [Fact]
    public void Cycles_of_requests_and_tensors_leave_memory_flat() =>
        Flat("requests", 10_000, TinyModels.Affine(_folder));

    [Fact]
    public void Finalizers_alone_give_everything_back() =>
        Flat("forget", Effort.Of(1000, 200), TinyModels.Affine(_folder));

    [Fact]
    public void Cores_come_and_go()
    {
        SharedAssets.RequireOpenVino();
        string path = TinyModels.Affine(_folder);
        for (int i = 0; i < Effort.Of(100, 10); i++)
        {
            using var core = new Core();
            using CompiledModel compiled = core.CompileModel(path);
            using InferRequest request = compiled.CreateInferRequest();
            request.Infer();
        }
    }

    [Theory]
    [InlineData("exit-running")]
    [InlineData("exit-explicitly")]
    public void A_process_may_end_while_inferences_run_and_restart(string scenario)
    {
        string path = TinyModels.Slow(_folder, 256, 40);
        for (int i = 0; i < Effort.Of(50, 5); i++)
        {
            (int exitCode, string output, string errors) = Probe.Run([scenario, path], Runtime());
            Assert.True((exitCode, output, errors) is (0, "running", ""), $"{exitCode}: {output} {errors}");
        }
    }

    public void Dispose() => _folder.Dispose();

    private static Dictionary<string, string> Runtime() => new() { ["OVFLOW_OPENVINO_DIR"] = SharedAssets.RequireOpenVino() };

    /// <summary>
    /// Runs a scenario that measures its own memory between ten parts of its turns. Resident memory must stay within 5 %, and what native
    /// code has allocated must grow by less than the smallest native object for each turn. For the latter the median part counts:
    /// .NET takes and frees memory of its own now and then, which falls into one part or two, but a leak shows in each.
    /// </summary>
    private static void Flat(string scenario, int turns, params string[] models)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs Linux: resident memory is read from /proc");

        // A method that is compiled again, or is about to be, moves .NET's own memory by up to 8 MB, up and down, for minutes.
        var environment = new Dictionary<string, string>(Runtime()) { ["DOTNET_TieredCompilation"] = "0" };
        (int exitCode, string output, string errors) = Probe.Run([scenario, turns.ToString(CultureInfo.InvariantCulture), .. models], environment);
        Assert.True(exitCode == 0, $"exit code {exitCode}: {output} {errors}");

        (long Resident, long Allocated)[] use = [.. output.Split('\n').Select(static line => line.Split(' ')).Select(static numbers =>
            (long.Parse(numbers[0], CultureInfo.InvariantCulture), long.Parse(numbers[1], CultureInfo.InvariantCulture)))];
        long[] growth = [.. use.Skip(1).Zip(use, static (after, before) => after.Allocated - before.Allocated).Order()];
        string message = string.Create(CultureInfo.InvariantCulture, $"{scenario}, {turns} turns: resident {use[0].Resident} to {use[^1].Resident} bytes, native allocations {growth[0]} to {growth[^1]}, median {growth[5]} bytes for {turns / 10} turns");
        TestContext.Current.SendDiagnosticMessage(message);

        Assert.Equal(11, use.Length);
        Assert.True(use[^1].Resident <= use[0].Resident * 1.05, message);
        Assert.True(growth[5] <= AllocatorNoise + LessThanAnObject * turns / 10, message);
    }

    private static IEnumerable<int[]> Permutations(int[] items)
    {
        if (items.Length == 1)
            return [items];

        return items.SelectMany(item => Permutations([.. items.Where(other => other != item)]).Select(rest => (int[])[item, .. rest]));
    }
}
