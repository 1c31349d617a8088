namespace OpenVinoFlow.Native.Tests.Support;

/// <summary>A completion sink from a lambda.</summary>
internal sealed class DelegateSink(Action action) : ICompletionSink
{
    public void OnCompleted(int slot, long timestamp) => action();
}
