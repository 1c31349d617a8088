using OpenVinoFlow.Native.Completion;
using OpenVinoFlow.Native.Interop;
using OpenVinoFlow.Native.Legacy;
using OpenVinoFlow.Native.States;

namespace OpenVinoFlow.Native;

/// <content>The tensors of a request: as they are set, cut to the batch, run through preprocessing, with the memory states beside them.</content>
public sealed unsafe partial class InferRequest
{
    /// <summary>What was set, which keeps its memory alive here; null where the request uses its own.</summary>
    private readonly Tensor?[] _inputs;
    private readonly Tensor?[] _outputs;

    /// <summary>Memory for the largest batch where that is chosen per inference.</summary>
    private readonly List<Tensor> _ownBatches = [];

    private readonly InputPlan[] _plans;
    private readonly RequestStates? _states;

    /// <summary>Images of the next inferences; 0 when the batch is fixed.</summary>
    private int _batch;

    /// <summary>Native requests by preprocessing, the active one among them; null while there was never another.</summary>
    private Dictionary<PreprocessVariant, VariantRequest>? _variants;

    /// <summary>By input, what runs before the network; null for most requests.</summary>
    private IReadOnlyList<InferRequest?>? _stages;

    /// <summary>
    /// Makes the tensor an input of the next inferences, without a copy. The tensor object may be disposed afterwards, the caller's own
    /// memory behind it may not. With <c>DYN_BATCH_ENABLED</c> it holds the largest batch, or at least as many images as are used.
    /// </summary>
    /// <exception cref="ArgumentException">There are fewer images than the batch.</exception>
    /// <exception cref="OpenVinoException">The type or shape does not fit, or an inference is running (<see cref="StatusCode.REQUEST_BUSY"/>).</exception>
    public void SetInputTensor(int index, Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (_stages?[index] is { } stage)
            stage.SetInputTensor(0, tensor);
        else
            SetNativeInput(index, tensor);

        _inputs[index] = tensor;
        _inputBlobs[index] = null;
    }

    /// <summary>
    /// Makes the next inferences write an output into the tensor, without a copy. The caller's own memory behind it must stay. With
    /// <c>DYN_BATCH_ENABLED</c> it has room for the largest batch, or at least for as many images as are used.
    /// </summary>
    /// <exception cref="ArgumentException">There is room for fewer images than the batch.</exception>
    /// <exception cref="OpenVinoException">The type or shape does not fit, or an inference is running (<see cref="StatusCode.REQUEST_BUSY"/>).</exception>
    public void SetOutputTensor(int index, Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        SetNativeOutput(index, tensor);
        _outputs[index] = tensor;
        _outputBlobs[index] = null;
    }

    /// <summary>The tensor an input is read from: the one set, or the request's own. The caller disposes the result.</summary>
    /// <exception cref="OpenVinoException">An inference is running (<see cref="StatusCode.REQUEST_BUSY"/>).</exception>
    public Tensor GetInputTensor(int index)
    {
        if (_stages?[index] is { } stage)
            return stage.GetInputTensor(0);

        StatusCode status = NativeMethods.ov_infer_request_get_input_tensor_by_index(_handle, (nuint)_active.Inputs[index].NativeIndex, out TensorHandle tensor);
        Status.Check(status, "read an input tensor");
        return Tensor.Adopt(tensor);
    }

    /// <summary>
    /// The tensor an output was written to: the one set, or the request's own, whose content the next inference overwrites. The caller
    /// disposes the result.
    /// </summary>
    /// <exception cref="OpenVinoException">An inference is running (<see cref="StatusCode.REQUEST_BUSY"/>).</exception>
    public Tensor GetOutputTensor(int index)
    {
        StatusCode status = NativeMethods.ov_infer_request_get_output_tensor_by_index(_handle, (nuint)_active.Outputs[index].NativeIndex, out TensorHandle tensor);
        Status.Check(status, "read an output tensor");
        return Tensor.Adopt(tensor);
    }

    /// <summary>The states of this request, taken over from the last inference, for reading and changing.</summary>
    /// <exception cref="OpenVinoException">An inference is running.</exception>
    internal RequestStates SettledStates()
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        RequireIdle();
        Settle();
        return _states!;
    }

    private static bool HasOpenBatch(Port port) => port.PartialShape is { HasRank: true, Rank: > 0 } shape && shape[0].IsDynamic;

    /// <summary>What an inference needs beyond the tensors that are set.</summary>
    private void Prepare()
    {
        if (_states is not null)
        {
            Settle();
            _states.Apply(_handle, name => GetInputTensor(_active.FindInput(name).Index));
        }

        for (int index = 0; index < (_stages?.Count ?? 0); index++)
        {
            if (_stages![index] is not { } stage)
                continue;

            stage.Infer();
            using Tensor prepared = stage.GetOutputTensor(0);
            SetNativeInput(index, prepared);
        }
    }

    private void RequireIdle()
    {
        if (Volatile.Read(ref _started) != Volatile.Read(ref _completed))
            throw Busy("it is running an inference");
    }

    private void Settle()
    {
        if (!_states!.IsUnsettled)
            return;

        if (CompletionCallback.IsCurrent)
            throw new InvalidOperationException("A request with memory states cannot go on from inside a completion sink: how its inference ended is not known there. Use a completion callback.");

        _states.Settle(_handle, NativeMethods.ov_infer_request_wait(_handle));
    }

    private void SetNativeInput(int index, Tensor tensor)
    {
        Port port = _active.Inputs[index];
        using Tensor? part = _batch > 0 && HasOpenBatch(port) ? FirstImages(tensor, port) : null;
        StatusCode status = NativeMethods.ov_infer_request_set_input_tensor_by_index(_handle, (nuint)port.NativeIndex, (part ?? tensor).Handle);
        if (status != StatusCode.OK)
            Status.Check(status, "set an input tensor", $"{tensor} for {port}");
    }

    private void SetNativeOutput(int index, Tensor tensor)
    {
        Port port = _active.Outputs[index];
        using Tensor? part = _batch > 0 && HasOpenBatch(port) ? FirstImages(tensor, port) : null;
        StatusCode status = NativeMethods.ov_infer_request_set_output_tensor_by_index(_handle, (nuint)port.NativeIndex, (part ?? tensor).Handle);
        if (status != StatusCode.OK)
            Status.Check(status, "set an output tensor", $"{tensor} for {port}");
    }

    /// <summary>A view of as many images as the batch has.</summary>
    private Tensor FirstImages(Tensor tensor, Port port)
    {
        if (tensor.Shape.Rank == 0 || tensor.Shape[0] < _batch)
            throw new ArgumentException($"The batch is {_batch}; the tensor {tensor} for {port} holds fewer images.", nameof(tensor));

        return Tensor.FromHostMemory(tensor.ElementType, tensor.Shape.With(0, _batch), tensor.Data);
    }

    /// <summary>Memory for the largest batch, so that it stays where it is whatever the batch of an inference.</summary>
    private void AllocateBatches()
    {
        for (int index = 0; index < _inputs.Length; index++)
        {
            if (Largest(_active.Inputs[index]) is { } shape)
                SetInputTensor(index, Own(new Tensor(_active.Inputs[index].ElementType, shape)));
        }

        for (int index = 0; index < _outputs.Length; index++)
        {
            if (Largest(_active.Outputs[index]) is { } shape)
                SetOutputTensor(index, Own(new Tensor(_active.Outputs[index].ElementType, shape)));
        }

        Tensor Own(Tensor tensor)
        {
            _ownBatches.Add(tensor);
            return tensor;
        }
    }

    private Shape? Largest(Port port)
    {
        if (!HasOpenBatch(port))
            return null;

        PartialShape largest = port.PartialShape.With(0, _model.BatchLimit);
        return largest.IsDynamic ? null : largest.ToShape();
    }

    /// <summary>
    /// Goes over to other preprocessing of one input. What is set for the other inputs and for the outputs stays.
    /// </summary>
    /// <exception cref="NotSupportedException">There is no way to make the model again.</exception>
    /// <exception cref="OpenVinoException">An inference is running, or the preprocessing does not fit the network.</exception>
    private void SwitchTo(int changed, InputPlan plan)
    {
        RequireIdle();
        PreprocessVariants variants = _model.Variants ?? throw FixedPreprocessing();

        _variants ??= new Dictionary<PreprocessVariant, VariantRequest> { [variants.Get(_plans)] = new VariantRequest(_active, _handle, _stages) };

        InputPlan[] plans = [.. _plans];
        plans[changed] = plan;
        PreprocessVariant variant = variants.Get(plans);
        if (!_variants.TryGetValue(variant, out VariantRequest? next))
            _variants.Add(variant, next = new VariantRequest(variant.Main, variant.Main.CreateHandle(this), variant.CreateStages()));

        for (int index = 0; index < _inputs.Length; index++)
        {
            if (index != changed)
                CarryInput(index, next);
        }

        for (int index = 0; index < _outputs.Length; index++)
        {
            _outputBlobs[index] = null;
            if (_outputs[index] is not null)
                CarryOutput(index, next);
        }

        (_active, _handle, _stages) = (next.Model, next.Handle, next.Stages);
        _plans[changed] = plan;
        _inputs[changed] = null;
        _inputBlobs[changed] = null;
    }

    /// <summary>Takes an input's tensor along, also the request's own with what the caller wrote into it.</summary>
    private void CarryInput(int index, VariantRequest next)
    {
        using Tensor tensor = GetInputTensor(index);
        if (tensor.ByteSize == 0)
            return;

        if (next.Stages?[index] is { } stage)
            stage.SetInputTensor(0, tensor);
        else
            Status.Check(NativeMethods.ov_infer_request_set_input_tensor_by_index(next.Handle, (nuint)next.Model.Inputs[index].NativeIndex, tensor.Handle), "carry an input tensor over");
    }

    private void CarryOutput(int index, VariantRequest next)
    {
        using Tensor tensor = GetOutputTensor(index);
        Status.Check(NativeMethods.ov_infer_request_set_output_tensor_by_index(next.Handle, (nuint)next.Model.Outputs[index].NativeIndex, tensor.Handle), "carry an output tensor over");
    }

    private void CloseTensors()
    {
        _states?.Dispose();
        foreach (InferRequest? stage in _stages ?? [])
            stage?.Dispose();

        if (_variants is not null)
        {
            foreach (VariantRequest variant in _variants.Values)
            {
                variant.Handle.Dispose();
                foreach (InferRequest? stage in variant.Stages ?? [])
                    stage?.Dispose();
            }
        }

        foreach (Tensor tensor in _ownBatches)
            tensor.Dispose();

        foreach (Blob? blob in (ReadOnlySpan<Blob?>)[.. _inputBlobs, .. _outputBlobs])
        {
            if (blob is { IsView: true })
                blob.Dispose();
        }
    }

    /// <summary>A native request for one combination of preprocessing.</summary>
    private sealed record VariantRequest(CompiledModel Model, InferRequestHandle Handle, IReadOnlyList<InferRequest?>? Stages);
}
