using OpenVinoFlow.Preprocess.Kernels;
using OpenVinoFlow.Preprocess.Output;

namespace OpenVinoFlow.Preprocess.Resizing;

/// <summary>
/// One family of resizes. Tables are computed when the geometry changes and kept for the next picture; rows are resized along x as the
/// vertical pass needs them, so that only a few of them exist at a time. Not thread-safe.
/// </summary>
internal abstract unsafe class Resampler : IDisposable
{
    private (ResizeGeometry Geometry, int Width, int Height, ExifOrientation Orientation) _prepared;

    protected Resampler(KernelSet kernels, RowReader rows, int channels)
    {
        Kernels = kernels;
        Rows = rows;
        Channels = channels;
    }

    protected KernelSet Kernels { get; }

    protected RowReader Rows { get; }

    protected int Channels { get; }

    /// <summary>Resizes one picture, row by row, into <paramref name="output"/>, whose <see cref="OutputWriter.Begin"/> was called.</summary>
    public void Run(in PixelSource source, in ResizeGeometry geometry, OutputWriter output)
    {
        Rows.Open(source, geometry.Region, NeedsAllRows(geometry));
        var wanted = (geometry, source.Width, source.Height, source.Orientation);
        if (wanted != _prepared)
        {
            Prepare(geometry);
            _prepared = wanted;
        }

        Run(geometry, output);
    }

    /// <summary>In a checking build, throws when scratch memory was overrun.</summary>
    public abstract void CheckGuards();

    public abstract void Dispose();

    /// <summary>Whether rows are needed again after later ones were asked for.</summary>
    protected virtual bool NeedsAllRows(in ResizeGeometry geometry) => false;

    /// <summary>Computes the tables of a geometry. <see cref="Rows"/> is open.</summary>
    protected abstract void Prepare(in ResizeGeometry geometry);

    /// <summary>Resizes the open picture.</summary>
    protected abstract void Run(in ResizeGeometry geometry, OutputWriter output);
}
