using OpenVinoFlow.Quickstart.Generator.Drawing;
using SkiaSharp;

namespace OpenVinoFlow.Quickstart.Generator.Training;

/// <summary>
/// An endless row of labelled pictures, drawn when asked for. Streams of different numbers share no picture with each other, nor with the
/// sample, so what judges the network was never seen in training.
/// </summary>
/// <param name="number">Which row, from 1 on.</param>
/// <param name="shapes">What the pictures show, in turn; the network's classes.</param>
internal sealed class PictureStream(uint number, IReadOnlyList<Shape> shapes)
{
    private const int StrongestGrain = 20;
    private const int Quality = 85;

    private readonly ulong _firstSeed = (ulong)number << 32;

    /// <summary>The class of a picture.</summary>
    public int LabelOf(int index) => index % shapes.Count;

    /// <summary>Draws a picture.</summary>
    /// <returns>A JPEG file; the caller disposes it.</returns>
    public SKData Draw(int index)
    {
        using SKBitmap picture = PictureDrawing.Draw(shapes[LabelOf(index)], _firstSeed + (uint)index, StrongestGrain);
        return picture.Encode(SKEncodedImageFormat.Jpeg, Quality);
    }
}
