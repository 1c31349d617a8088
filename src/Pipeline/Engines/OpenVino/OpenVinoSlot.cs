using OpenVinoFlow.Native;

namespace OpenVinoFlow.Pipeline.Engines.OpenVino;

/// <summary>One of OpenVINO's infer requests; its completion callback timestamps and posts, nothing else.</summary>
internal sealed class OpenVinoSlot : IInferSlot
{
    private readonly int _inputIndex;
    private OpenVinoBuffers? _buffers;

    public OpenVinoSlot(InferRequest request, int inputIndex, int index, CompletionChannel completions)
    {
        Request = request;
        _inputIndex = inputIndex;
        request.SetCompletionSink(completions, index);
    }

    public InferRequest Request { get; }

    public void Start(InferBuffers buffers)
    {
        try
        {
            Bind(buffers);
            Request.StartAsync();
        }
        catch (OpenVinoException error)
        {
            throw new InferenceException(error.Message, error);
        }
    }

    public InferOutcome Wait()
    {
        StatusCode status = Request.Wait();
        switch (status)
        {
            case StatusCode.OK:
                CopyDynamicOutputs();
                return InferOutcome.Done;
            case StatusCode.INFER_CANCELLED:
                return new InferOutcome(InferStatus.Cancelled);
            default:
                return new InferOutcome(InferStatus.Failed, Request.LastError ?? $"OpenVINO reported {status}.");
        }
    }

    public InferOutcome Run(InferBuffers buffers)
    {
        try
        {
            Bind(buffers);
        }
        catch (OpenVinoException error)
        {
            throw new InferenceException(error.Message, error);
        }

        try
        {
            Request.Infer();
        }
        catch (OpenVinoException error)
        {
            return new InferOutcome(error.Status == StatusCode.INFER_CANCELLED ? InferStatus.Cancelled : InferStatus.Failed, error.Message);
        }

        CopyDynamicOutputs();
        return InferOutcome.Done;
    }

    public void Cancel() => Request.Cancel();

    public void Dispose() => Request.Dispose();

    private void Bind(InferBuffers buffers)
    {
        _buffers = (OpenVinoBuffers)buffers;
        Request.SetInputTensor(_inputIndex, _buffers.InputTensor);
        for (int i = 0; i < _buffers.OutputTensors.Length; i++)
        {
            if (_buffers.OutputTensors[i] is { } tensor)
                Request.SetOutputTensor(i, tensor);
        }
    }

    private void CopyDynamicOutputs()
    {
        for (int i = 0; i < _buffers!.OutputTensors.Length; i++)
        {
            if (_buffers.OutputTensors[i] is not null)
                continue;

            using Tensor tensor = Request.GetOutputTensor(i);
            _buffers.Outputs[i].Assign(tensor.AsSpan<byte>(), tensor.Shape.AsSpan());
        }
    }
}
