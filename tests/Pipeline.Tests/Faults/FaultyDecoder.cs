using OpenVinoFlow.Preprocess;
using OpenVinoFlow.Preprocess.Decoding;

namespace OpenVinoFlow.Pipeline.Tests.Faults;

/// <summary>Decodes <see cref="FaultySource"/>'s bitmaps: every byte of the pixels is the file's last byte. Fails and throws as a plan says.</summary>
internal sealed class FaultyDecoder(FaultPlan plan) : IImageDecoder
{
    public string Name => "faulty";

    public bool CanDecode(ImageFormat format) => format == ImageFormat.Bmp;

    public bool CanScale(ImageFormat format, int eighths) => false;

    public DecodeStatus Decode(ReadOnlySpan<byte> encoded, in DecodeRequest request, Span<byte> pixels)
    {
        if (plan.Chance(plan.DecodeSlow))
            Thread.Sleep(plan.Pause());
        if (plan.Chance(plan.DecodeThrows))
            throw new InvalidOperationException("injected: decoder throws");
        if (plan.Chance(plan.DecodeStarves))
            throw new InsufficientMemoryException("injected: out of memory");
        if (plan.Chance(plan.DecodeFails))
            return new DecodeStatus(FailureReason.Corrupt, "injected: corrupt");

        pixels.Fill(encoded[^1]);
        return default;
    }

    public void Dispose()
    {
    }
}
