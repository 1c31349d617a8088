using System.Diagnostics;
using OpenVinoFlow.Preprocess.Decoding;
using OpenVinoFlow.Preprocess.Kernels;
using OpenVinoFlow.Preprocess.Memory;
using OpenVinoFlow.Preprocess.Output;
using OpenVinoFlow.Preprocess.Resizing;

namespace OpenVinoFlow.Preprocess;

/// <summary>
/// Turns encoded pictures into the network's input, one after another. Owns all scratch memory, which it uses again: after the first pictures
/// nothing is allocated. Not thread-safe: one for each worker.
/// </summary>
public sealed unsafe class ImagePreprocessor : IDisposable
{
    private readonly PreprocessOptions _options;
    private readonly IReadOnlyList<IImageDecoder> _decoders;
    private readonly ResizeEngine _engine;
    private readonly OutputWriter _output;
    private readonly NativeBuffer _decoded = new();
    private bool _disposed;

    /// <summary>
    /// Checks the options and makes the decoders.
    /// </summary>
    /// <param name="options">What the network needs.</param>
    /// <param name="decoders">
    /// Decoders in the order in which they are to be asked; they are disposed with this object. Null takes those of this library, as
    /// <see cref="PreprocessOptions.Decoder"/> says.
    /// </param>
    /// <exception cref="ArgumentException">An option is out of its range, or a decoder that is asked for is not to be had.</exception>
    public ImagePreprocessor(PreprocessOptions options, IReadOnlyList<IImageDecoder>? decoders = null)
        : this(options, decoders, KernelSet.Best)
    {
    }

    internal ImagePreprocessor(PreprocessOptions options, IReadOnlyList<IImageDecoder>? decoders, KernelSet kernels)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options;
        _decoders = decoders ?? DecoderCatalog.Create(options.Decoder);
        _engine = new ResizeEngine(options.Algorithm, options.Channels, kernels);
        _output = new OutputWriter(options, kernels);
    }

    /// <summary>The vector instructions that the kernels use on this processor, for <c>doctor</c>.</summary>
    public static string Instructions => SimdLevels.Best switch
    {
        SimdLevel.V512 => "AVX-512 (BW, VBMI)",
        SimdLevel.V256 => "AVX2",
        SimdLevel.V128 => "SSE4.1",
        _ => "none",
    };

    /// <summary>
    /// Decodes one picture and writes the network's input. A picture that cannot be used ends in a result that says why, never in an exception.
    /// </summary>
    /// <param name="encoded">The whole file.</param>
    /// <param name="destination">
    /// <see cref="PreprocessOptions.OutputBytes"/> bytes: height x width x channels (NHWC) or channels x height x width (NCHW), in the
    /// machine's byte order. Nothing outside it is written; its content is undefined after a failure.
    /// </param>
    /// <exception cref="ArgumentException"><paramref name="destination"/> has another length.</exception>
    /// <exception cref="ObjectDisposedException">After <see cref="Dispose"/>.</exception>
    public PreprocessResult Run(ReadOnlySpan<byte> encoded, Span<byte> destination)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (destination.Length != _options.OutputBytes)
            throw new ArgumentException($"The destination has {destination.Length} bytes; the network's input has {_options.OutputBytes}.", nameof(destination));

        long started = Stopwatch.GetTimestamp();
        DecodeStatus status = ReadHeader(encoded, out ImageHeader header);
        if (!status.Ok)
            return Failed(PreprocessStage.Decode, status, header, started);

        ExifOrientation orientation = _options.ApplyExifOrientation ? header.Orientation : ExifOrientation.TopLeft;
        bool turned = OrientedView.Of(orientation).Transposed;
        (int width, int height) = turned ? (header.Height, header.Width) : (header.Width, header.Height);
        if (!ResizeGeometry.TryPlan(_options, width, height, out ResizeGeometry geometry))
        {
            var outside = new DecodeStatus(FailureReason.RegionOutside, $"{_options.Region} does not lie inside {width}x{height} pixels");
            return Failed(PreprocessStage.Preprocess, outside, header, started);
        }

        status = Decode(encoded, header, geometry, turned, out IImageDecoder? decoder, out DecodeRequest request, out byte* pixels);
        if (!status.Ok)
            return Failed(PreprocessStage.Decode, status, header, started, decoder);

        long decoded = Stopwatch.GetTimestamp();
        var source = new PixelSource(pixels, request.ScaledWidth, request.ScaledHeight, _options.Channels, orientation);
        ResizeGeometry scaled = request.ScaleNumerator == 8
            ? geometry
            : geometry.ForDecodedSize(turned ? source.Height : source.Width, turned ? source.Width : source.Height);

        fixed (byte* target = destination)
        {
            try
            {
                _output.Begin(target, scaled);
                _engine.Run(source, scaled, _output);
            }
            catch (OutOfMemoryException)
            {
                var memory = new DecodeStatus(FailureReason.OutOfMemory, "no memory for the resize");
                return Failed(PreprocessStage.Preprocess, memory, header, started, decoder);
            }
        }

        _output.CheckGuards();
        _decoded.CheckGuards();
        return new PreprocessResult
        {
            SourceWidth = width,
            SourceHeight = height,
            Format = header.Format,
            Decoder = decoder!.Name,
            ScaleNumerator = request.ScaleNumerator,
            Orientation = orientation,
            Transform = geometry.Transform,
            DecodeTicks = decoded - started,
            ResizeTicks = Stopwatch.GetTimestamp() - decoded,
        };
    }

    /// <summary>Gives back the scratch memory and the decoders.</summary>
    public void Dispose()
    {
        if (_disposed)
            return;

        _disposed = true;
        foreach (IImageDecoder decoder in _decoders)
            decoder.Dispose();

        _engine.Dispose();
        _output.Dispose();
        _decoded.Dispose();
    }

    private DecodeStatus ReadHeader(ReadOnlySpan<byte> encoded, out ImageHeader header)
    {
        header = default;
        if (encoded.IsEmpty)
            return new DecodeStatus(FailureReason.Empty, "the file has no bytes");

        if (encoded.Length > _options.MaxFileBytes)
            return new DecodeStatus(FailureReason.TooManyBytes, $"the file has {encoded.Length} bytes; {_options.MaxFileBytes} are allowed");

        DecodeStatus status = ImageHeader.Read(encoded, out header);
        if (!status.Ok)
            return status;

        long pixels = (long)header.Width * header.Height;
        return pixels <= _options.MaxPixels
            ? DecodeStatus.Success
            : new DecodeStatus(FailureReason.TooManyPixels, $"{header.Width}x{header.Height} = {pixels} pixels; {_options.MaxPixels} are allowed");
    }

    private DecodeStatus Decode(
        ReadOnlySpan<byte> encoded,
        in ImageHeader header,
        in ResizeGeometry geometry,
        bool turned,
        out IImageDecoder? decoder,
        out DecodeRequest request,
        out byte* pixels)
    {
        DecodeStatus status = default;
        decoder = null;
        request = default;
        pixels = null;
        for (int i = 0; i < _decoders.Count; i++)
        {
            if (!_decoders[i].CanDecode(header.Format))
                continue;

            decoder = _decoders[i];
            request = new DecodeRequest
            {
                Format = header.Format,
                Width = header.Width,
                Height = header.Height,
                Cmyk = header.Cmyk,
                ScaleNumerator = ChooseScale(decoder, header, geometry, turned),
                Color = _options.Color,
                TolerateWarnings = _options.TolerateWarnings,
                AlphaBackground = _options.AlphaBackground,
            };

            status = Decode(encoded, decoder, request, out pixels);
            if (status.Reason != FailureReason.UnsupportedFormat)
                break;
        }

        return decoder is not null ? status : new DecodeStatus(FailureReason.UnsupportedFormat, $"no decoder here reads {header.Format} files");
    }

    private DecodeStatus Decode(ReadOnlySpan<byte> encoded, IImageDecoder decoder, in DecodeRequest request, out byte* pixels)
    {
        long bytes = (long)request.ScaledWidth * request.ScaledHeight * 4;
        pixels = null;
        try
        {
            pixels = _decoded.Get((nuint)bytes);
            return decoder.Decode(encoded, request, new Span<byte>(pixels, (int)bytes));
        }
        catch (OutOfMemoryException)
        {
            return new DecodeStatus(FailureReason.OutOfMemory, $"no memory for {request.ScaledWidth}x{request.ScaledHeight} pixels");
        }
#pragma warning disable CA1031 // A decoder that was plugged in may throw anything; one picture must not end the run.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return new DecodeStatus(FailureReason.DecoderFault, $"{decoder.Name}: {e.GetType().Name}: {e.Message}");
        }
    }

    // The smallest that leaves the resize something to shrink, or nothing to do, in both directions.
    private int ChooseScale(IImageDecoder decoder, in ImageHeader header, in ResizeGeometry geometry, bool turned)
    {
        if (_options.DecodeScale == DecodeScale.Off || _options.Mode == ResizeMode.FixedRegion)
            return 8;

        (int needWidth, int needHeight) = turned
            ? (geometry.ResizedHeight, geometry.ResizedWidth)
            : (geometry.ResizedWidth, geometry.ResizedHeight);

        for (int eighths = 1; eighths < 8; eighths++)
        {
            bool enough = DecodeRequest.Scaled(header.Width, eighths) >= needWidth && DecodeRequest.Scaled(header.Height, eighths) >= needHeight;
            if (enough && decoder.CanScale(header.Format, eighths))
                return eighths;
        }

        return 8;
    }

    private static PreprocessResult Failed(
        PreprocessStage stage, in DecodeStatus status, in ImageHeader header, long started, IImageDecoder? decoder = null) => new()
        {
            Stage = stage,
            Reason = status.Reason,
            Message = status.Message,
            Format = header.Format,
            SourceWidth = header.Width,
            SourceHeight = header.Height,
            Decoder = decoder?.Name ?? "",
            Orientation = ExifOrientation.TopLeft,
            DecodeTicks = Stopwatch.GetTimestamp() - started,
        };
}
