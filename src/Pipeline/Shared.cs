namespace OpenVinoFlow.Pipeline;

/// <summary>Something with several users, disposed when the last one has released it. Made with one user: whoever keeps it for others. Thread-safe.</summary>
internal sealed class Shared<T>(T value)
    where T : class, IDisposable
{
    private int _users = 1;

    public T Value { get; } = value;

    public void AddUser() => Interlocked.Increment(ref _users);

    public void Release()
    {
        if (Interlocked.Decrement(ref _users) == 0)
            Value.Dispose();
    }
}
