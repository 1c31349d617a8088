using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace OpenVinoFlow.Native;

/// <summary>
/// The requests of one compiled model, lent out one by one, the one that has been idle longest first. Thread-safe.
/// </summary>
/// <remarks>
/// A request is idle, lent, or lent and running. Whoever acquires it starts it or not, and it comes back with <see cref="Release"/>: by the
/// same code after a wait, or by the reader of <see cref="Completions"/>. A start that throws leaves the request with its borrower.
/// </remarks>
/// <example>
/// <code>
/// await foreach (InferRequest request in pool)          // the next idle one
/// {
///     if (!Fill(request)) { pool.Release(request); break; }
///     request.StartAsync();
/// }
///
/// await foreach (InferRequest request in pool.Completions)   // elsewhere
/// {
///     if (request.Wait() == StatusCode.OK) Use(request);
///     pool.Release(request);
/// }
/// </code>
/// </example>
public sealed class InferRequestPool : IAsyncEnumerable<InferRequest>, IDisposable
{
    private const int Idle = 0;
    private const int Lent = 1;

    private readonly InferRequest[] _requests;
    private readonly int[] _states;
    private readonly Channel<InferRequest> _idle;
    private readonly CompletionQueue _completions;
    private int _disposed;

    /// <summary>Makes the requests.</summary>
    /// <param name="model">The compiled model; it is not disposed with the pool.</param>
    /// <param name="count">How many; 0 makes as many as keep the device busy.</param>
    public InferRequestPool(CompiledModel model, int count = 0)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        _requests = new InferRequest[count == 0 ? model.OptimalNumberOfInferRequests : count];
        _states = new int[_requests.Length];
        _idle = Channel.CreateUnbounded<InferRequest>();
        _completions = new CompletionQueue(_requests);
        for (int slot = 0; slot < _requests.Length; slot++)
        {
            _requests[slot] = model.CreateInferRequest();
            _requests[slot].SetCompletionSink(_completions, slot);
            _idle.Writer.TryWrite(_requests[slot]);
        }
    }

    /// <summary>Number of requests.</summary>
    public int Count => _requests.Length;

    /// <summary>All requests, for setting them up before the first is lent.</summary>
    public IReadOnlyList<InferRequest> Requests => _requests;

    /// <summary>
    /// Requests whose asynchronous inference has ended, in that order, until the pool is disposed. For one reader. A request that is started
    /// again before it was read appears once.
    /// </summary>
    public IAsyncEnumerable<InferRequest> Completions => _completions.ReadAllAsync();

    /// <summary>Borrows the request that has been idle longest, waiting for one if need be.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The pool is disposed.</exception>
    public async ValueTask<InferRequest> AcquireAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            return Lend(await _idle.Reader.ReadAsync(cancellationToken).ConfigureAwait(false));
        }
        catch (ChannelClosedException)
        {
            throw new ObjectDisposedException(nameof(InferRequestPool));
        }
    }

    /// <summary>Borrows the request that has been idle longest, if one is idle.</summary>
    public bool TryAcquire([NotNullWhen(true)] out InferRequest? request)
    {
        if (!_idle.Reader.TryRead(out request))
            return false;

        Lend(request);
        return true;
    }

    /// <summary>Gives a request back.</summary>
    /// <exception cref="ArgumentException">The request is not of this pool.</exception>
    /// <exception cref="InvalidOperationException">The request is not lent, or still runs.</exception>
    public void Release(InferRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        int slot = Array.IndexOf(_requests, request);
        if (slot < 0)
            throw new ArgumentException("The request does not belong to this pool.", nameof(request));

        if (request.IsRunning)
            throw new InvalidOperationException("The request still runs an inference: wait for it, then release it.");

        if (Interlocked.CompareExchange(ref _states[slot], Idle, Lent) != Lent)
            throw new InvalidOperationException("The request is not lent: it has been released already.");

        _idle.Writer.TryWrite(request);
    }

    /// <summary>Borrows one idle request after the other, waiting for each, until the pool is disposed.</summary>
    public async IAsyncEnumerator<InferRequest> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        while (await _idle.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
        {
            while (TryAcquire(out InferRequest? request))
                yield return request;
        }
    }

    /// <summary>Ends all requests, running ones included, and both enumerations.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;

        _idle.Writer.TryComplete();
        while (_idle.Reader.TryRead(out _))
        {
        }

        foreach (InferRequest request in _requests)
            request.Dispose();

        _completions.Complete();
    }

    private InferRequest Lend(InferRequest request)
    {
        Volatile.Write(ref _states[Array.IndexOf(_requests, request)], Lent);
        return request;
    }

    /// <summary>Carries the ends of inferences from OpenVINO's thread to the reader.</summary>
    private sealed class CompletionQueue(InferRequest[] requests) : ICompletionSink
    {
        private readonly Channel<int> _slots = Channel.CreateUnbounded<int>(new UnboundedChannelOptions { SingleReader = true });
        private readonly int[] _queued = new int[requests.Length];

        public void OnCompleted(int slot, long timestamp)
        {
            if (Interlocked.Exchange(ref _queued[slot], 1) == 0)
                _slots.Writer.TryWrite(slot);
        }

        public void Complete() => _slots.Writer.TryComplete();

        public async IAsyncEnumerable<InferRequest> ReadAllAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            while (await _slots.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
            {
                while (_slots.Reader.TryRead(out int slot))
                {
                    Volatile.Write(ref _queued[slot], 0);
                    yield return requests[slot];
                }
            }
        }
    }
}
