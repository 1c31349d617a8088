using System.Runtime.InteropServices;

namespace OpenVinoFlow.Cli;

/// <summary>
/// Ctrl-C and SIGTERM: the first drains (what is on its way is finished and written), the second gives up what is on its way, the third is left
/// to the system.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _drain = new();
    private readonly CancellationTokenSource _abort = new();
    private readonly PosixSignalRegistration[] _signals;
    private int _count;

    public Interruption()
    {
        _signals =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle),
        ];
    }

    public CancellationToken Drain => _drain.Token;

    public CancellationToken Abort => _abort.Token;

    public void Dispose()
    {
        foreach (PosixSignalRegistration signal in _signals)
            signal.Dispose();
        _drain.Dispose();
        _abort.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        int count = Interlocked.Increment(ref _count);
        context.Cancel = count <= 2;
        if (count == 1)
            _drain.Cancel();
        else if (count == 2)
            _abort.Cancel();
    }
}
