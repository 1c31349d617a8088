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

    private readonly ulong _firstSeed = (ulong)number << 32;

    /// <summary>Draws a picture and makes it one of a network's inputs.</summary>
    /// <param name="index">Which picture of the stream.</param>
    /// <param name="input">The network's input, [3, pictures, 64, 64].</param>
    /// <param name="place">Which of the input's pictures is overwritten.</param>
    /// <returns>The class of the picture.</returns>
    public int Draw(int index, Activations input, int place)
    {
        int label = index % shapes.Count;
        using SKBitmap picture = PictureDrawing.Draw(shapes[label], _firstSeed + (uint)index, StrongestGrain);
        NetworkInput.Write(picture, input.Values.AsSpan(place * input.Area), input.Columns);
        return label;
    }
}
