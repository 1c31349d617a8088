namespace OpenVinoFlow.Pipeline.Engines;

/// <summary>
/// One asynchronous infer request. Used by one thread at a time: started by whoever holds it, then left alone until its completion has been
/// read from the <see cref="CompletionChannel"/>, then waited for.
/// </summary>
public interface IInferSlot : IDisposable
{
    /// <summary>
    /// Starts an inference on <paramref name="buffers"/>. When it returns, the completion channel will get exactly one message for it; when it
    /// throws, none.
    /// </summary>
    /// <exception cref="InferenceException">The inference cannot be started.</exception>
    void Start(InferBuffers buffers);

    /// <summary>How the inference ended. Called once, after the completion was read; outputs are in the buffers given to <see cref="Start"/>.</summary>
    InferOutcome Wait();

    /// <summary>
    /// Runs an inference to its end on the thread that calls, in place of <see cref="Start"/> and <see cref="Wait"/>; the completion channel gets
    /// no message.
    /// </summary>
    /// <exception cref="InferenceException">The inference cannot be started.</exception>
    InferOutcome Run(InferBuffers buffers);

    /// <summary>Asks a running inference to end early. It still completes, as cancelled or done.</summary>
    void Cancel();
}

/// <summary>How an inference ended.</summary>
/// <param name="Status">Done, failed or cancelled.</param>
/// <param name="Message">The engine's text where it failed.</param>
public readonly record struct InferOutcome(InferStatus Status, string? Message = null)
{
    /// <summary>An inference that succeeded.</summary>
    public static InferOutcome Done => new(InferStatus.Done);
}

/// <summary>The ways an inference can end.</summary>
public enum InferStatus
{
    /// <summary>The outputs are valid.</summary>
    Done,

    /// <summary>The engine reported an error.</summary>
    Failed,

    /// <summary>It was cancelled.</summary>
    Cancelled,

    /// <summary>It took longer than allowed and was cancelled or abandoned. Set by the pipeline, not by engines.</summary>
    TimedOut,
}
