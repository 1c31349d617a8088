using System.Globalization;
using System.Runtime.CompilerServices;
using OpenVinoFlow.Native;

// What needs a process of its own: a runtime is loaded once per process, and a process ends once.
// usage: probe SCENARIO [MODEL] ; the answer is on stdout, the exit code is 0, or 5 when no runtime was found.
try
{
    return args[0] switch
    {
        "load" => Load(),
        "search" => Search(),
        "infer" => Infer(args[1]),
        "late-callbacks" => LateCallbacks(args[1]),
        "exit-running" => ExitRunning(args[1], explicitly: false),
        "exit-explicitly" => ExitRunning(args[1], explicitly: true),
        "forget" => Forget(int.Parse(args[1], CultureInfo.InvariantCulture), args[2]),
        "cycles" => Cycles(int.Parse(args[1], CultureInfo.InvariantCulture), args[2..]),
        "requests" => Requests(int.Parse(args[1], CultureInfo.InvariantCulture), args[2]),
        _ => 2,
    };
}
catch (OpenVinoRuntimeException exception)
{
    Console.WriteLine(exception.Message);
    return 5;
}

static int Load()
{
    OpenVinoRuntime runtime = OpenVinoRuntime.Load();
    Console.WriteLine($"{runtime.Version} {runtime.Directory} {OpenVinoRuntime.Search().Chosen?.Origin} {OpenVinoRuntime.Search().Chosen?.Outcome}");
    return 0;
}

static int Search()
{
    RuntimeSearch search = OpenVinoRuntime.Search();
    Console.WriteLine($"{search.Chosen?.Origin} {OpenVinoRuntime.Current is null}");
    Console.WriteLine(search);
    return 0;
}

static int Infer(string path)
{
    using var core = new Core();
    using Model model = core.ReadModel(path);
    using CompiledModel compiled = core.CompileModel(model, "CPU", new Dictionary<string, string> { ["INFERENCE_PRECISION_HINT"] = "f32" });
    using InferRequest request = compiled.CreateInferRequest();
    using Tensor input = request.GetInputTensor(0);
    input.AsSpan<float>().Fill(10);
    request.StartAsync();
    StatusCode status = request.Wait();
    using Tensor output = request.GetOutputTensor(0);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{status} {output.AsSpan<float>()[0]}"));
    return 0;
}

// On a runtime whose native wait returns before the callback: every inference is counted with its own callback all the same.
static int LateCallbacks(string path)
{
    using var core = new Core();
    using CompiledModel compiled = core.CompileModel(path);
    using (InferRequest request = compiled.CreateInferRequest())
    {
        var sink = new CountingSink();
        request.SetCompletionSink(sink, 7);
        int lateCalls = 0;
        for (int i = 1; i <= 50; i++)
        {
            request.StartAsync();
            StatusCode status = request.Wait();
            int counted = sink.Count;

            // On a busy machine this thread may be the later one at times.
            lateCalls += counted == i - 1 ? 1 : 0;
            if (status != StatusCode.OK || counted < i - 1 || counted > i)
                throw new InvalidOperationException($"after wait {i}: {status}, {counted} callbacks");
        }

        SpinWait.SpinUntil(() => sink.Count == 50, TimeSpan.FromSeconds(10));
        if (lateCalls == 0)
            throw new InvalidOperationException("no callback came after its wait: the stand-in does not do what it is there for");
        Console.WriteLine($"{sink.Count} sink calls, latency {(request.Latency is > 4 and < 1000 ? "to the callback" : $"{request.Latency} ms")}");
    }

    int callbacks = 0;
    using (InferRequest request = compiled.CreateInferRequest())
    {
        request.SetCompletionCallback((status, _) => callbacks += status == StatusCode.OK ? 1 : 1000);
        for (int i = 1; i <= 20; i++)
        {
            request.StartAsync();
            if (request.Wait() != StatusCode.OK || callbacks != i)
                throw new InvalidOperationException($"after wait {i}: {callbacks} callbacks");
        }

        request.SetCompletionCallback(null);
        for (int i = 0; i < 20; i++)
            request.InferAsync().AsTask().Wait();
    }

    // Disposed between the wait and the callback.
    var late = new CountingSink();
    for (int i = 0; i < 20; i++)
    {
        InferRequest request = compiled.CreateInferRequest();
        request.SetCompletionSink(late, 0);
        request.StartAsync();
        request.Wait();
        request.Dispose();
        if (late.Count != i + 1)
            throw new InvalidOperationException($"after dispose {i + 1}: {late.Count} callbacks");
    }

    Console.WriteLine($"{callbacks} callbacks");
    return 0;
}

// Main returns, or the process is ended, while inferences run whose callbacks start the next ones.
static int ExitRunning(string path, bool explicitly)
{
    var core = new Core();
    CompiledModel compiled = core.CompileModel(path);
    for (int i = 0; i < 4; i++)
    {
        InferRequest request = compiled.CreateInferRequest();
        request.CallbackFailed += static (_, _) => { };
        request.SetCompletionCallback(static (_, data) => ((InferRequest)data!).StartAsync(), request);
        request.StartAsync();
    }

    Thread.Sleep(50);
    Console.WriteLine("running");
    if (explicitly)
        Environment.Exit(0);

    return 0;
}

// Nothing is ever disposed, not even what runs: finalizers alone give it back.
static int Forget(int count, string path)
{
    var core = new Core();
    int callbacks = 0;
    int turns = 0;
    foreach (int _ in MemoryUse.OfTurns(count))
    {
        Start(core, path, () => Interlocked.Increment(ref callbacks));
        turns++;
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    bool all = SpinWait.SpinUntil(() => Volatile.Read(ref callbacks) == turns * 3, TimeSpan.FromSeconds(20));
    return all ? 0 : throw new InvalidOperationException($"{callbacks} callbacks of {turns * 3}");

    [MethodImpl(MethodImplOptions.NoInlining)]
    static void Start(Core core, string path, Action count)
    {
        Model model = core.ReadModel(path);
        CompiledModel compiled = core.CompileModel(model);
        for (int i = 0; i < 3; i++)
        {
            InferRequest request = compiled.CreateInferRequest();
            _ = request.GetOutputTensor(0);
            _ = new Tensor(ElementType.F32, [1, 4]);
            request.SetCompletionCallback((_, _) => count());
            request.StartAsync();
        }
    }
}

// Everything from a model file to an inference, again and again.
static int Cycles(int count, string[] paths)
{
    using var core = new Core();
    foreach (int turn in MemoryUse.OfTurns(count))
    {
        using Model model = core.ReadModel(paths[turn % paths.Length]);
        _ = model.Inputs[0].ToString() + model.Name;
        using var processor = new PrePostProcessor(model);
        processor.Input(0).TensorElementType(ElementType.U8);
        using Model built = processor.Build();
        using CompiledModel compiled = core.CompileModel(built);
        using InferRequest request = compiled.CreateInferRequest();
        request.SetCompletionCallback(static (_, _) => { });
        request.StartAsync();
        if (request.Wait() != StatusCode.OK)
            throw new InvalidOperationException(request.LastError);

        using Tensor output = request.GetOutputTensor(0);
        _ = output.Shape;
        foreach (MemoryState state in request.QueryState())
            state.Get().Dispose();
    }

    return 0;
}

// Requests and tensors of one model.
static int Requests(int count, string path)
{
    using var core = new Core();
    using CompiledModel compiled = core.CompileModel(path);
    foreach (int turn in MemoryUse.OfTurns(count))
    {
        using InferRequest request = compiled.CreateInferRequest();
        using var tensor = new Tensor(ElementType.F32, compiled.Inputs[0].PartialShape.ToShape());
        request.SetInputTensor(0, tensor);
        _ = request.InputBlobs[0].TensorDesc;
        _ = request.OutputBlobs[0].TensorDesc;
        _ = compiled.GetProperty("NETWORK_NAME");
    }

    return 0;
}

internal sealed class CountingSink : ICompletionSink
{
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public void OnCompleted(int slot, long timestamp) => Interlocked.Increment(ref _count);
}
