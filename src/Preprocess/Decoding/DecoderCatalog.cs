namespace OpenVinoFlow.Preprocess.Decoding;

/// <summary>The decoders of this library: which of them work on this machine, and instances for a worker.</summary>
public static class DecoderCatalog
{
    /// <summary>Name of the environment variable that names libturbojpeg's file or folder.</summary>
    public const string TurboJpegVariable = TurboJpegLibrary.Variable;

    /// <summary>All decoders, in the order in which they are asked, with what is missing and how to get it. Loads the libraries.</summary>
    public static IReadOnlyList<DecoderInfo> Describe() => [DecoderInfo.OfTurboJpeg(), DecoderInfo.OfSkia(), DecoderInfo.OfTiff()];

    /// <summary>
    /// New decoders for one worker, in the order in which they are to be asked. Throws <see cref="ArgumentException"/> where
    /// <see cref="DecoderPreference.Turbojpeg"/> is asked for and libturbojpeg is not found.
    /// </summary>
    public static IReadOnlyList<IImageDecoder> Create(DecoderPreference preference)
    {
        if (preference == DecoderPreference.Skia)
            return [new SkiaDecoder(), new TiffDecoder()];

        if (TurboJpegLibrary.Instance is { } library)
            return [new TurboJpegDecoder(library), new SkiaDecoder(), new TiffDecoder()];

        if (preference == DecoderPreference.Turbojpeg)
            throw new ArgumentException($"The decoder turbojpeg is asked for, but {DecoderInfo.OfTurboJpeg().Problem}", nameof(preference));

        return [new SkiaDecoder(), new TiffDecoder()];
    }
}
