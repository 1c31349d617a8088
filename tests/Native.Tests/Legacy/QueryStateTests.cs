using System.Text.Json;
using OpenVinoFlow.Native.Legacy;
using OpenVinoFlow.Native.Tests.Support;
using OpenVinoFlow.TestSupport;

namespace OpenVinoFlow.Native.Tests.Legacy;

/// <summary><c>query_state</c>.</summary>
public sealed class QueryStateTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void QueryState_of_the_accumulator_has_the_golden_values(bool asynchronous)
    {
        using JsonDocument golden = JsonDocument.Parse(File.ReadAllText(SharedAssets.RequireGolden("accumulator.json")));
        using Network network = TestCore.Shared.ReadNetwork(SharedAssets.RequireModel("accumulator.xml"));
        using ExecutableNetwork loaded = TestCore.Shared.LoadNetwork(network, "CPU", TestCore.SinglePrecision);
        InferRequest request = loaded.Requests[0];
        MemoryState state = Assert.Single(request.QueryState());
        Assert.Equal("accumulator", state.Name);
        Assert.Equal([0, 0, 0, 0], Value(state));

        foreach (JsonElement step in golden.RootElement.EnumerateArray())
        {
            if (step.TryGetProperty("after", out _))
                state.Reset();

            if (asynchronous)
            {
                request.AsyncInfer("x", (ReadOnlySpan<float>)Floats(step, "x"));
                Assert.Equal(StatusCode.OK, request.Wait());
            }
            else
            {
                request.Infer("x", (ReadOnlySpan<float>)Floats(step, "x"));
            }

            Assert.Equal(Floats(step, "y"), request.OutputBlobs["y"].AsSpan<float>().ToArray());
            if (step.TryGetProperty("state", out _))
                Assert.Equal(Floats(step, "state"), Value(state));
        }
    }

    [Fact]
    public void The_states_are_no_inputs_or_outputs()
    {
        using Model model = TestCore.Shared.ReadModel(SharedAssets.RequireModel("accumulator.xml"));
        Assert.Equal("x f32 [1,4]", Assert.Single(model.Inputs).ToString());
        Assert.Equal("y f32 [1,4]", Assert.Single(model.Outputs).ToString());
        using CompiledModel compiled = TestCore.Compile(model);
        Assert.Equal("x f32 [1,4]", Assert.Single(compiled.Inputs).ToString());
        Assert.Equal("y f32 [1,4]", Assert.Single(compiled.Outputs).ToString());
        using InferRequest request = compiled.CreateInferRequest();
        Assert.Equal(["x"], request.InputBlobs.Keys);

        using CompiledModel fromFile = TestCore.Shared.CompileModel(SharedAssets.RequireModel("accumulator.xml"), "CPU", TestCore.SinglePrecision);
        using InferRequest second = fromFile.CreateInferRequest();
        Assert.Single(second.QueryState());
    }

    [Fact]
    public void Set_replaces_the_value_and_refuses_another_type_or_shape()
    {
        using CompiledModel compiled = TestCore.Compile(SharedAssets.RequireModel("accumulator.xml"));
        using InferRequest request = compiled.CreateInferRequest();
        MemoryState state = request.QueryState()[0];
        using var value = new Tensor(ElementType.F32, [1, 4]);
        value.AsSpan<float>().Fill(100);

        state.Set(value);
        value.AsSpan<float>().Clear();
        request.Infer("x", (ReadOnlySpan<float>)[1, 2, 3, 4]);
        Assert.Equal([101, 102, 103, 104], Value(state));

        using var wrong = new Tensor(ElementType.F32, [2, 4]);
        Assert.Contains("f32 [1,4]", Assert.Throws<ArgumentException>(() => state.Set(wrong)).Message);
        using var integers = new Tensor(ElementType.I32, [1, 4]);
        Assert.Throws<ArgumentException>(() => state.Set(integers));
    }

    [Fact]
    public void Initial_values_are_honoured_whether_constant_or_computed()
    {
        var ir = new IrModel("initial");
        int x = ir.Parameter("x", "1,2");
        int constant = ir.Const("1,2", 5f, 6f);
        int computed = ir.Binary("Multiply", "1,2", ir.Const("1,2", 2f, 3f), ir.Const("1", 10f));
        int a = ir.ReadValue("plain", "1,2", constant);
        int b = ir.ReadValue("folded", "1,2", computed);
        int c = ir.ReadValue("none", "1,2", null);
        int sum = ir.Binary("Add", "1,2", ir.Binary("Add", "1,2", a, b), ir.Binary("Add", "1,2", c, x), "y");
        ir.Assign("plain", sum);
        ir.Assign("folded", ir.Binary("Add", "1,2", b, x));
        ir.Assign("none", ir.Binary("Subtract", "1,2", c, x));
        ir.Result(sum);
        using CompiledModel compiled = TestCore.Compile(ir.Save(_folder));
        using InferRequest request = compiled.CreateInferRequest();
        MemoryState[] states = [.. request.QueryState()];
        Assert.Equal(["plain", "folded", "none"], states.Select(static state => state.Name));
        Assert.Equal([5, 6, 20, 30, 0, 0], states.SelectMany(Value));

        request.Infer("x", (ReadOnlySpan<float>)[1, 2]);
        Assert.Equal([26, 38], request.OutputBlobs["y"].AsSpan<float>().ToArray());
        Assert.Equal([26, 38, 21, 32, -1, -2], states.SelectMany(Value));

        states[1].Reset();
        Assert.Equal([26, 38, 20, 30, -1, -2], states.SelectMany(Value));
        request.Infer("x", (ReadOnlySpan<float>)[0, 0]);
        Assert.Equal([45, 66], request.OutputBlobs["y"].AsSpan<float>().ToArray());
    }

    [Fact]
    public void Explicit_states_give_what_openvinos_own_give()
    {
        var ir = new IrModel("both");
        int x = ir.Parameter("x", "1,3");
        int computed = ir.Binary("Multiply", "1,3", ir.Const("1,3", 1f, 2f, 3f), ir.Const("1", 0.5f));
        int a = ir.ReadValue("a", "1,3", computed);
        int b = ir.ReadValue("b", "1,3", ir.Binary("Multiply", "1,3", x, ir.Const("1", 2f)));
        int mixed = ir.Binary("Subtract", "1,3", ir.Binary("Add", "1,3", a, x), ir.Binary("Multiply", "1,3", b, ir.Const("1", 0.25f)), "y");
        ir.Assign("a", mixed);
        ir.Assign("b", ir.Binary("Add", "1,3", a, b));
        ir.Result(mixed);
        ir.Result(a);
        string path = ir.Save(_folder);
        using Model own = TestCore.Shared.ReadModelAsItIs(path, weights: null, stateRefusal: null);
        using CompiledModel implicitly = TestCore.Compile(own);
        using CompiledModel explicitly = TestCore.Compile(path);
        using InferRequest expected = implicitly.CreateInferRequest();
        using InferRequest actual = explicitly.CreateInferRequest();
        Assert.Equal(2, actual.QueryState().Count);
        var random = new Random(1);
        for (int step = 0; step < 20; step++)
        {
            float[] input = [random.NextSingle(), random.NextSingle(), random.NextSingle()];
            expected.Infer("x", (ReadOnlySpan<float>)input);
            actual.Infer("x", (ReadOnlySpan<float>)input);
            for (int output = 0; output < 2; output++)
                Expect.Near(expected.OutputBlobs[output].AsSpan<float>(), actual.OutputBlobs[output].AsSpan<float>(), 1e-5f);
        }
    }

    [Fact]
    public void Initial_values_computed_from_an_input_are_those_of_the_first_inference()
    {
        var ir = new IrModel("from_input");
        int x = ir.Parameter("x", "1,2");
        int state = ir.ReadValue("s", "1,2", ir.Binary("Multiply", "1,2", x, ir.Const("1", 10f)));
        int sum = ir.Binary("Add", "1,2", state, x, "y");
        ir.Assign("s", sum);
        ir.Result(sum);
        using CompiledModel compiled = TestCore.Compile(ir.Save(_folder));
        using InferRequest request = compiled.CreateInferRequest();
        Assert.Contains("computed from the input x", Assert.Throws<InvalidOperationException>(() => request.QueryState()[0].Get()).Message);

        request.Infer("x", (ReadOnlySpan<float>)[1, 2]);
        Assert.Equal([11, 22], Value(request.QueryState()[0]));
        request.Infer("x", (ReadOnlySpan<float>)[5, 5]);
        Assert.Equal([16, 27], Value(request.QueryState()[0]));
        request.QueryState()[0].Reset();
        request.Infer("x", (ReadOnlySpan<float>)[5, 5]);
        Assert.Equal([55, 55], Value(request.QueryState()[0]));
    }

    [Fact]
    public void A_state_of_growing_shape_keeps_what_was_assigned()
    {
        var ir = new IrModel("growing");
        int x = ir.Parameter("x", "1,?");
        int state = ir.ReadValue("history", "1,?", null);
        int joined = ir.Layer("Concat", "axis=\"1\"", "1,?", [state, x], "y");
        ir.Assign("history", joined);
        ir.Result(joined);
        using CompiledModel compiled = TestCore.Compile(ir.Save(_folder));
        using InferRequest request = compiled.CreateInferRequest();
        List<float> expected = [];
        for (int length = 1; length <= 4; length++)
        {
            using var input = new Tensor(ElementType.F32, [1, length]);
            input.AsSpan<float>().Fill(length);
            expected.AddRange(Enumerable.Repeat((float)length, length));
            request.SetInputTensor(0, input);
            request.StartAsync();
            Assert.Equal(StatusCode.OK, request.Wait());
            Assert.Equal(expected, Value(request.QueryState()[0]));
        }

        request.QueryState()[0].Reset();
        Assert.Empty(Value(request.QueryState()[0]));
    }

    [Fact]
    public async Task Sequences_through_a_pool_keep_their_own_state()
    {
        using CompiledModel compiled = TestCore.Compile(SharedAssets.RequireModel("accumulator.xml"));
        using var pool = new InferRequestPool(compiled, 4);
        InferRequest[] requests = [.. pool.Requests];
        for (int step = 1; step <= 25; step++)
        {
            await foreach (InferRequest request in pool)
            {
                int sequence = Array.IndexOf(requests, request);
                request.AsyncInfer("x", (ReadOnlySpan<float>)[sequence, 1, 10, 100]);
                if (sequence == 3)
                    break;
            }

            foreach (InferRequest request in requests)
            {
                Assert.Equal(StatusCode.OK, request.Wait());
                pool.Release(request);
            }
        }

        for (int sequence = 0; sequence < requests.Length; sequence++)
            Assert.Equal([25 * sequence, 25, 250, 2500], Value(requests[sequence].QueryState()[0]));
    }

    [Fact]
    public void A_sequence_can_move_to_another_request()
    {
        using CompiledModel compiled = TestCore.Compile(SharedAssets.RequireModel("accumulator.xml"));
        using InferRequest first = compiled.CreateInferRequest();
        using InferRequest second = compiled.CreateInferRequest();
        first.Infer("x", (ReadOnlySpan<float>)[1, 2, 3, 4]);
        using (Tensor state = first.QueryState()[0].Get())
            second.QueryState()[0].Set(state);

        second.Infer("x", (ReadOnlySpan<float>)[1, 1, 1, 1]);
        Assert.Equal([2, 3, 4, 5], Value(second.QueryState()[0]));
        Assert.Equal([1, 2, 3, 4], Value(first.QueryState()[0]));
    }

    [Fact]
    public void A_callback_reads_the_new_state_and_goes_on()
    {
        using CompiledModel compiled = TestCore.Compile(SharedAssets.RequireModel("accumulator.xml"));
        using InferRequest request = compiled.CreateInferRequest();
        using var done = new ManualResetEventSlim();
        List<float> seen = [];
        request.InputBlobs["x"].AsSpan<float>().Fill(1);
        request.SetCompletionCallback((_, _) =>
        {
            seen.Add(Value(request.QueryState()[0])[0]);
            if (seen.Count < 50)
                request.AsyncInfer();
            else
                done.Set();
        });
        request.AsyncInfer();
        Assert.True(done.Wait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        Assert.Equal(Enumerable.Range(1, 50).Select(static i => (float)i), seen);
    }

    [Fact]
    public void A_cancelled_inference_leaves_the_state_as_it_was()
    {
        var ir = new IrModel("slow_state");
        const string Shape = "768,768";
        int x = ir.Parameter("x", Shape);
        int state = ir.ReadValue("s", Shape, null);
        int current = ir.Binary("Add", Shape, state, x);
        for (int i = 0; i < 60; i++)
            current = ir.Unary("Tanh", Shape, ir.MatMul(Shape, current, x));

        ir.Assign("s", ir.Binary("Add", Shape, ir.Binary("Multiply", Shape, current, ir.Const("1", 0f)), ir.Const("1", 7f)));
        ir.Result(ir.Unary("Relu", Shape, current, "y"));
        using CompiledModel compiled = TestCore.Compile(ir.Save(_folder));
        using InferRequest request = compiled.CreateInferRequest();
        request.InputBlobs["x"].AsSpan<float>().Clear();
        request.Infer();
        Assert.Equal(7, Value(request.QueryState()[0])[0]);
        using (var value = new Tensor(ElementType.F32, [768, 768]))
        {
            value.AsSpan<float>().Fill(3);
            request.QueryState()[0].Set(value);
        }

        request.AsyncInfer();
        Assert.Equal(StatusCode.REQUEST_BUSY, Assert.Throws<OpenVinoException>(() => request.QueryState()[0].Get()).Status);
        request.Cancel();
        Assert.Equal(StatusCode.INFER_CANCELLED, request.Wait());
        Assert.Equal(3, Value(request.QueryState()[0])[0]);
    }

    [Fact]
    public void States_go_together_with_preprocessing()
    {
        using Network network = TestCore.Shared.ReadNetwork(SharedAssets.RequireModel("accumulator.xml"));
        using ExecutableNetwork loaded = TestCore.Shared.LoadNetwork(network, "CPU", TestCore.SinglePrecision);
        InferRequest request = loaded.Requests[0];
        request.Infer("x", (ReadOnlySpan<float>)[1, 2, 3, 4]);
        using var bytes = Blob.FromArray(new TensorDesc(ElementType.U8, [1, 4]), new byte[] { 10, 20, 30, 40 });
        request.SetBlob("x", bytes, new PreprocessInfo { Channels = [new(0, 10), new(0, 10), new(0, 10), new(0, 10)] });
        request.Infer();
        Assert.Equal([2, 4, 6, 8], Value(request.QueryState()[0]));
    }

    [Fact]
    public void What_cannot_be_reached_is_said()
    {
        var ir = new IrModel("twice");
        int x = ir.Parameter("x", "1,2");
        int zero = ir.Const("1,2", 0f, 0f);
        int first = ir.ReadValue("s", "1,2", zero);
        int second = ir.ReadValue("s", "1,2", zero);
        int sum = ir.Binary("Add", "1,2", ir.Binary("Add", "1,2", first, second), x, "y");
        ir.Assign("s", sum);
        ir.Result(sum);
        string path = ir.Save(_folder);
        using Model model = TestCore.Shared.ReadModel(path);
        using CompiledModel compiled = TestCore.Compile(model);
        using InferRequest request = compiled.CreateInferRequest();
        Assert.Contains("'s' in several places", Assert.Throws<NotSupportedException>(() => request.QueryState()).Message);

        using CompiledModel stateful = TestCore.Compile(SharedAssets.RequireModel("accumulator.xml"));
        Assert.Contains("memory states", Assert.Throws<NotSupportedException>(() => stateful.Export(_folder.File("no.blob"))).Message);

        using CompiledModel stateless = TestCore.Compile(TinyModels.Affine(_folder));
        using InferRequest plain = stateless.CreateInferRequest();
        Assert.Empty(plain.QueryState());
    }

    public void Dispose() => _folder.Dispose();

    private static float[] Value(MemoryState state)
    {
        using Tensor value = state.Get();
        return value.AsSpan<float>().ToArray();
    }

    private static float[] Floats(JsonElement step, string name) => [.. step.GetProperty(name).EnumerateArray().Select(static value => value.GetSingle())];
}
