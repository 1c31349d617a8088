using SkiaSharp;

namespace OpenVinoFlow.Quickstart.Generator.Training;

/// <summary>Pictures as a network's input, and their classes. Not thread-safe.</summary>
/// <param name="pictures">How many.</param>
internal sealed class PictureBatch(int pictures) : IDisposable
{
    private readonly NetworkInput _networkInput = new();
    private readonly float[] _planes = new float[NetworkInput.Length];
    private readonly int[] _labels = new int[pictures];

    /// <summary>What a network is made around.</summary>
    public Activations Input { get; } = new(NetworkInput.Channels, pictures, NetworkInput.Size, NetworkInput.Size);

    /// <summary>The class of each picture.</summary>
    public ReadOnlySpan<int> Labels => _labels;

    /// <summary>Takes the next pictures of a stream.</summary>
    public void Fill(PictureStream stream, int firstIndex)
    {
        for (int picture = 0; picture < pictures; picture++)
        {
            using SKData file = stream.Draw(firstIndex + picture);
            _networkInput.Read(file.AsSpan(), _planes);
            for (int channel = 0; channel < Input.Channels; channel++)
                _planes.AsSpan(channel * Input.Area, Input.Area).CopyTo(Input.Plane(channel, picture));

            _labels[picture] = stream.LabelOf(firstIndex + picture);
        }
    }

    public void Dispose() => _networkInput.Dispose();
}
