namespace OpenVinoFlow.Native;

/// <summary>Is told when inferences end, on the cheapest path there is.</summary>
public interface ICompletionSink
{
    /// <summary>
    /// Called on OpenVINO's callback thread, once per asynchronous inference that was started, also when it failed or was cancelled. That
    /// thread serves every request of the compiled model: return at once (post to a channel), never wait, never dispose. What is thrown
    /// is caught and counted in <see cref="InferRequest.SinkFailures"/>. Whether the inference succeeded is told by
    /// <see cref="InferRequest.Wait()"/>, called on another thread.
    /// </summary>
    /// <param name="slot">The number given to <see cref="InferRequest.SetCompletionSink"/>.</param>
    /// <param name="timestamp"><see cref="System.Diagnostics.Stopwatch.GetTimestamp"/> on entry.</param>
    void OnCompleted(int slot, long timestamp);
}
