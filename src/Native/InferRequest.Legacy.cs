using System.Runtime.InteropServices;
using OpenVinoFlow.Native.Interop;
using OpenVinoFlow.Native.Legacy;

namespace OpenVinoFlow.Native;

/// <content>The members of the original API's <c>InferRequest</c>, under their names.</content>
public sealed unsafe partial class InferRequest
{
    private readonly Blob?[] _inputBlobs;
    private readonly Blob?[] _outputBlobs;

    /// <summary>
    /// The inputs as blobs (<c>input_blobs</c>): what was set, or the request's own memory, which may be written to. Nothing is copied;
    /// views of the request's own memory are valid until it is disposed.
    /// </summary>
    public BlobDictionary InputBlobs => new(_model.Inputs, _model.FindInput, InputBlob);

    /// <summary>
    /// The outputs as blobs (<c>output_blobs</c>): what was set, or the request's own memory, which the next inference overwrites. Nothing
    /// is copied; views of the request's own memory are valid until it is disposed.
    /// </summary>
    public BlobDictionary OutputBlobs => new(_model.Outputs, _model.FindOutput, OutputBlob);

    /// <summary>The preprocessing in force by input (<c>preprocess_info</c>).</summary>
    public IReadOnlyDictionary<string, PreprocessInfo> PreprocessInfo =>
        _model.Inputs.ToDictionary(static port => port.Key, port => port.Index < _plans.Length ? _plans[port.Index].Info : Legacy.PreprocessInfo.None);

    /// <summary>Sets inputs and runs an inference (<c>infer</c>). Blobs and tensors are used in place and stay set; arrays are copied.</summary>
    /// <exception cref="ArgumentException">A name, type, shape or length is wrong; the message tells what was given and what is expected.</exception>
    /// <exception cref="OpenVinoException">The inference failed, or one is running.</exception>
    public void Infer(IReadOnlyDictionary<string, InferInput> inputs)
    {
        SetInputs(inputs);
        Infer();
    }

    /// <summary>Sets inputs in place and runs an inference (<c>infer</c>).</summary>
    /// <exception cref="ArgumentException">A name, type or shape is wrong; the message tells what was given and what is expected.</exception>
    /// <exception cref="OpenVinoException">The inference failed, or one is running.</exception>
    public void Infer(IReadOnlyDictionary<string, Blob> inputs)
    {
        SetInputs(inputs);
        Infer();
    }

    /// <summary>Copies one input in and runs an inference (<c>infer</c>).</summary>
    /// <exception cref="ArgumentException">The name, type or length is wrong; the message tells what was given and what is expected.</exception>
    /// <exception cref="OpenVinoException">The inference failed, or one is running.</exception>
    public void Infer<T>(string name, ReadOnlySpan<T> content)
        where T : unmanaged
    {
        SetInput(name, content);
        Infer();
    }

    /// <summary>Starts an inference with the inputs as they are (<c>async_infer</c>): <see cref="StartAsync"/>.</summary>
    /// <exception cref="OpenVinoException">The start was refused; an inference may be running.</exception>
    public void AsyncInfer() => StartAsync();

    /// <summary>Sets inputs and starts an inference (<c>async_infer</c>). Blobs and tensors are used in place and stay set; arrays are copied.</summary>
    /// <exception cref="ArgumentException">A name, type, shape or length is wrong; the message tells what was given and what is expected.</exception>
    /// <exception cref="OpenVinoException">The start was refused; an inference may be running.</exception>
    public void AsyncInfer(IReadOnlyDictionary<string, InferInput> inputs)
    {
        SetInputs(inputs);
        StartAsync();
    }

    /// <summary>Sets inputs in place and starts an inference (<c>async_infer</c>).</summary>
    /// <exception cref="ArgumentException">A name, type or shape is wrong; the message tells what was given and what is expected.</exception>
    /// <exception cref="OpenVinoException">The start was refused; an inference may be running.</exception>
    public void AsyncInfer(IReadOnlyDictionary<string, Blob> inputs)
    {
        SetInputs(inputs);
        StartAsync();
    }

    /// <summary>Copies one input in and starts an inference (<c>async_infer</c>).</summary>
    /// <exception cref="ArgumentException">The name, type or length is wrong; the message tells what was given and what is expected.</exception>
    /// <exception cref="OpenVinoException">The start was refused; an inference may be running.</exception>
    public void AsyncInfer<T>(string name, ReadOnlySpan<T> content)
        where T : unmanaged
    {
        SetInput(name, content);
        StartAsync();
    }

    /// <summary>Sets inputs and starts an inference to be awaited; see <see cref="InferAsync(CancellationToken)"/>.</summary>
    /// <exception cref="ArgumentException">A name, type, shape or length is wrong; the message tells what was given and what is expected.</exception>
    /// <exception cref="OpenVinoException">The start was refused; or, when awaited, the inference failed.</exception>
    /// <exception cref="OperationCanceledException">When awaited: the inference was cancelled.</exception>
    public ValueTask InferAsync(IReadOnlyDictionary<string, InferInput> inputs, CancellationToken cancellationToken = default)
    {
        SetInputs(inputs);
        return InferAsync(cancellationToken);
    }

    /// <summary>
    /// Copies content into an input's memory. An input with open dimensions has memory only once a blob or tensor was set.
    /// </summary>
    /// <exception cref="ArgumentException">The name, type or length is wrong; the message tells what was given and what is expected.</exception>
    /// <exception cref="OpenVinoException">An inference is running (<see cref="StatusCode.REQUEST_BUSY"/>).</exception>
    public void SetInput<T>(string name, ReadOnlySpan<T> content)
        where T : unmanaged => CopyIn(name, MemoryMarshal.AsBytes(content), sizeof(T), $"{content.Length} of {typeof(T).Name}");

    /// <summary>
    /// Sets an input or output (<c>set_blob</c>), without a copy. The blob stays set until another is; it must not be disposed before.
    /// </summary>
    /// <param name="name">Name of an input or output; <c>#0</c> is the first input without a name.</param>
    /// <param name="blob">The blob.</param>
    /// <param name="preprocessInfo">
    /// For an input: what lies between the blob and the network, compiled into the graph on first use and kept; null leaves it as it is.
    /// </param>
    /// <exception cref="ArgumentException">The name, type or shape is wrong, or the preprocessing does not fit.</exception>
    /// <exception cref="NotSupportedException">The preprocessing cannot be changed, because there is no way to make the model again.</exception>
    /// <exception cref="OpenVinoException">An inference is running (<see cref="StatusCode.REQUEST_BUSY"/>).</exception>
    public void SetBlob(string name, Blob blob, PreprocessInfo? preprocessInfo = null)
    {
        ArgumentNullException.ThrowIfNull(blob);
        if (_model.TryFindInput(name) is { } input)
            SetInputBlob(input.Index, blob, preprocessInfo);
        else if (_model.TryFindOutput(name) is not { } output)
            throw PortSearch.Missing(name, "input or output", [.. _model.Inputs, .. _model.Outputs]);
        else if (preprocessInfo is not null)
            throw new ArgumentException($"'{name}' is an output: only inputs are preprocessed.", nameof(preprocessInfo));
        else
            SetOutputBlob(output.Index, blob);
    }

    /// <summary>
    /// Has the next inferences use the first images of the batch only (<c>set_batch</c>). The network must have been loaded with
    /// <c>DYN_BATCH_ENABLED</c> = YES. Blobs keep their size; the images beyond are not touched.
    /// </summary>
    /// <exception cref="InvalidOperationException">The network was loaded without <c>DYN_BATCH_ENABLED</c>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The batch is not between 1 and the largest.</exception>
    /// <exception cref="OpenVinoException">An inference is running (<see cref="StatusCode.REQUEST_BUSY"/>).</exception>
    public void SetBatch(int batch)
    {
        if (_model.BatchLimit == 0)
            throw new InvalidOperationException("The batch of this network is fixed: load it with DYN_BATCH_ENABLED=YES to choose one for each inference.");

        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(batch, _model.BatchLimit);
        RequireIdle();
        _batch = batch;
        for (int index = 0; index < _inputs.Length; index++)
        {
            if (_inputs[index] is { } tensor && _stages?[index] is null)
                SetNativeInput(index, tensor);
        }

        for (int index = 0; index < _outputs.Length; index++)
        {
            if (_outputs[index] is { } tensor)
                SetNativeOutput(index, tensor);
        }
    }

    /// <summary>
    /// Times of the layers by name in execution order (<c>get_perf_counts</c>). A layer that occurs twice has its number behind its name.
    /// </summary>
    /// <exception cref="InvalidOperationException">The network was loaded without <c>PERF_COUNT</c> = YES.</exception>
    /// <exception cref="OpenVinoException">An inference is running (<see cref="StatusCode.REQUEST_BUSY"/>).</exception>
    public IReadOnlyDictionary<string, PerfCount> GetPerfCounts()
    {
        var counts = new OrderedDictionary<string, PerfCount>();
        foreach (ProfiledLayer layer in GetProfilingInfo())
        {
            var count = new PerfCount(layer.ExecType, layer.RealTime, layer.CpuTime, layer.Status, layer.LayerType);
            for (int number = 1; !counts.TryAdd(number == 1 ? layer.Name : $"{layer.Name}#{number}", count); number++)
            {
            }
        }

        return counts;
    }

    /// <summary>The values this request carries from one inference to the next (<c>query_state</c>); none for most networks.</summary>
    /// <exception cref="NotSupportedException">The network has states that cannot be reached; the message tells why.</exception>
    public IReadOnlyList<MemoryState> QueryState()
    {
        if (_model.StateRefusal is { } refusal)
            throw new NotSupportedException($"The memory states of this network cannot be reached: {refusal}. They work inside the request all the same.");

        if (_states is null)
            return [];

        var states = new MemoryState[_states.Variables.Count];
        for (int index = 0; index < states.Length; index++)
            states[index] = new MemoryState(this, _states.Variables[index], index);

        return states;
    }

    private void SetInputs(IReadOnlyDictionary<string, InferInput> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        foreach ((string name, InferInput input) in inputs)
        {
            int index = _model.FindInput(name).Index;
            if (input.Blob is { } blob)
                SetInputBlob(index, blob);
            else if (input.Tensor is { } tensor)
                SetInputBlob(index, new Blob(new TensorDesc(tensor.ElementType, tensor.Shape, LayoutOfInput(index)), tensor, pin: null));
            else if (input.Array is { } array)
                CopyIn(name, InferInput.Bytes(array), InferInput.ElementSize(array), $"{array.Length} of {array.GetType().GetElementType()!.Name}");
            else
                throw new ArgumentException($"The input '{name}' is given nothing.", nameof(inputs));
        }
    }

    private void SetInputs(IReadOnlyDictionary<string, Blob> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        foreach ((string name, Blob blob) in inputs)
            SetInputBlob(_model.FindInput(name).Index, blob);
    }

    private void SetInputBlob(int index, Blob blob, PreprocessInfo? preprocessInfo = null)
    {
        Preprocess(index, blob.TensorDesc, preprocessInfo);
        if (_stages?[index] is null)
            RequireToFit(blob, _active.Inputs[index], "input");

        SetInputTensor(index, blob.Tensor);
        _inputBlobs[index] = blob;
    }

    private void SetOutputBlob(int index, Blob blob)
    {
        RequireToFit(blob, _active.Outputs[index], "output");
        SetOutputTensor(index, blob.Tensor);
        _outputBlobs[index] = blob;
    }

    private void CopyIn(string name, ReadOnlySpan<byte> content, int elementSize, string given)
    {
        Port port = _model.FindInput(name);
        RequireIdle();
        Blob blob = InputBlob(port.Index);
        if (blob.ByteSize == 0)
            throw new ArgumentException($"The input {port} has open dimensions: set a blob, which has a shape, instead of {given}.", nameof(name));

        bool sizeFits = elementSize == 1 ? blob.TensorDesc.Precision.BitWidth() <= 8 : elementSize * 8 == blob.TensorDesc.Precision.BitWidth();
        if (content.Length != blob.ByteSize || !sizeFits)
            throw new ArgumentException($"The input '{port.Key}' takes {blob}, {blob.TensorDesc.Dims.ElementCount} elements; given are {given}.", nameof(name));

        content.CopyTo(blob.AsSpan<byte>());
    }

    /// <summary>Goes over to the preprocessing that a blob needs, if it is not in force already.</summary>
    private void Preprocess(int index, TensorDesc blob, PreprocessInfo? info)
    {
        if (_plans.Length == 0)
        {
            if (info is not null)
                throw FixedPreprocessing();

            return;
        }

        // Without a word about preprocessing, a blob has to be what the input takes now, except for a size that is resized anyway.
        if (info is null && _plans[index].Info.ResizeAlgorithm is null)
            return;

        var plan = InputPlan.For(blob, info ?? _plans[index].Info, _model.Variants!.NetworkInputs[index], _plans[index].NetworkLayout);
        if (!plan.Equals(_plans[index]))
            SwitchTo(index, plan);
    }

    private static void RequireToFit(Blob blob, Port port, string side)
    {
        if (blob.TensorDesc.Precision != port.ElementType || !port.PartialShape.Allows(blob.TensorDesc.Dims))
            throw new ArgumentException($"The {side} '{port.Key}' takes {port.ElementType.ToLegacyName()} {port.PartialShape}; given is {blob}.", nameof(blob));
    }

    private static NotSupportedException FixedPreprocessing() =>
        new("The preprocessing of this request cannot be changed: its model was imported, compiled straight from a file, or given preprocessing of its own. Use ReadNetwork and LoadNetwork, or ReadModel and CompileModel.");

    private string LayoutOfInput(int index) =>
        index < _plans.Length ? _plans[index].Layout : InputInfo.GuessLayout(_model.Inputs[index].PartialShape);

    private Blob InputBlob(int index)
    {
        if (_inputBlobs[index] is { IsDisposed: false } known)
            return known;

        Tensor tensor = _batch > 0 && _inputs[index] is { } whole ? whole : GetInputTensor(index);
        var blob = new Blob(new TensorDesc(tensor.ElementType, tensor.Shape, LayoutOfInput(index)), tensor, pin: null) { IsView = true };

        // Memory of a fixed size stays where it is.
        if (_inputs[index] is not null || !_active.Inputs[index].PartialShape.IsDynamic)
            _inputBlobs[index] = blob;

        return blob;
    }

    private Blob OutputBlob(int index)
    {
        if (_outputBlobs[index] is { IsDisposed: false } known)
            return known;

        Tensor tensor = _batch > 0 && _outputs[index] is { } whole ? whole : GetOutputTensor(index);
        var blob = new Blob(new TensorDesc(tensor.ElementType, tensor.Shape), tensor, pin: null) { IsView = true };
        if (_outputs[index] is not null || !_active.Outputs[index].PartialShape.IsDynamic)
            _outputBlobs[index] = blob;

        return blob;
    }
}
