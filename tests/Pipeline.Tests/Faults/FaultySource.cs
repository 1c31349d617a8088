using System.Globalization;
using System.Runtime.CompilerServices;
using OpenVinoFlow.Pipeline.Ledger;
using OpenVinoFlow.Pipeline.Sources;

namespace OpenVinoFlow.Pipeline.Tests.Faults;

/// <summary>Small bitmaps in memory whose owners count how many are lent out; refuses, breaks or stalls as a plan says.</summary>
internal sealed class FaultySource(FaultPlan plan) : IImageSource
{
    private int _lent;

    /// <summary>Byte buffers that were given and not given back.</summary>
    public int Lent => Volatile.Read(ref _lent);

    /// <summary>Images given, as far as the flow took them.</summary>
    public int Given { get; private set; }

    public string Description => "faulty source";

    /// <summary>The value every byte of an image's pixels has.</summary>
    public static byte ValueOf(long sequence) => (byte)(sequence % 251);

    public void Check()
    {
    }

    public long? Count(CancellationToken cancellationToken) => plan.Items;

    public async IAsyncEnumerable<ImageItem> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var closing = new Closing(plan.SourceBreaksClosing);
        for (int i = 0; i < plan.Items; i++)
        {
            if (plan.SourceFailsAt == i)
                throw new IOException("injected: source breaks");
            if (plan.SourceStallsAt == i)
                await Task.Delay(Timeout.Infinite, CancellationToken.None);

            if (plan.Chance(plan.SourceSlow))
                await Task.Delay(plan.Pause(), CancellationToken.None);
            if (plan.Chance(plan.SourceBlocks))
                Thread.Sleep(plan.Pause());

            string id = i.ToString(CultureInfo.InvariantCulture);
            Given++;
            if (plan.Chance(plan.Refused))
            {
                yield return ImageItem.Refused(id, new Failure(FailureStage.Read, Reasons.IoError, "injected: refused"));
            }
            else
            {
                Interlocked.Increment(ref _lent);
                yield return ImageItem.FromBytes(id, Bitmap(ValueOf(i)), new Loan(this));
            }
        }
    }

    /// <summary>A BMP file of 4 by 4 pixels that ends with <paramref name="value"/>.</summary>
    public static byte[] Bitmap(byte value)
    {
        byte[] file = new byte[54 + (4 * 4 * 3)];
        "BM"u8.CopyTo(file);
        BitConverter.TryWriteBytes(file.AsSpan(2), file.Length);
        file[10] = 54;
        file[14] = 40;
        file[18] = 4;
        file[22] = 4;
        file[26] = 1;
        file[28] = 24;
        file[^1] = value;
        return file;
    }

    private sealed class Closing(bool breaks) : IDisposable
    {
        public void Dispose()
        {
            if (breaks)
                Break();

            static void Break() => throw new IOException("injected: source breaks while it is closed");
        }
    }

    private sealed class Loan(FaultySource source) : IDisposable
    {
        private int _returned;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _returned, 1) == 0)
                Interlocked.Decrement(ref source._lent);
        }
    }
}
