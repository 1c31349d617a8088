using System.Runtime.InteropServices;

namespace OpenVinoFlow.Preprocess.Decoding;

/// <summary>One decoder as this machine has it.</summary>
public sealed record DecoderInfo
{
    /// <summary>The decoder's name in results and in the configuration.</summary>
    public required string Name { get; init; }

    /// <summary>Whether its library was loaded.</summary>
    public bool Available => Problem is null;

    /// <summary>The library's version; null where it is not known.</summary>
    public string? Version { get; init; }

    /// <summary>The library's file; null where it is not known.</summary>
    public string? Location { get; init; }

    /// <summary>Formats it reads.</summary>
    public required IReadOnlyList<ImageFormat> Formats { get; init; }

    /// <summary>What is missing, what follows from it, and how to get it; null when nothing is.</summary>
    public string? Problem { get; init; }

    /// <summary>Every place where the library was looked for, in order.</summary>
    public IReadOnlyList<LoadAttempt> Attempts { get; init; } = [];

    internal static DecoderInfo OfTurboJpeg()
    {
        bool found = TurboJpegLibrary.Instance is not null;
        string? location = found ? LoadedLibrary.FindPath("turbojpeg") : null;
        return new DecoderInfo
        {
            Name = "turbojpeg",
            Version = location is null ? null : LoadedLibrary.FindText(location, "libjpeg-turbo version "u8),
            Location = location,
            Formats = [ImageFormat.Jpeg],
            Problem = found ? null : MissingTurboJpeg(),
            Attempts = TurboJpegLibrary.Attempts,
        };
    }

    internal static unsafe DecoderInfo OfSkia()
    {
        string? version = null;
        string? problem = null;
        try
        {
            version = Marshal.PtrToStringUTF8((nint)SkiaInterop.GetVersion());
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException)
        {
            problem = $"libSkiaSharp could not be loaded: {e.Message} It comes with the NuGet package SkiaSharp and its native assets.";
        }

        return new DecoderInfo
        {
            Name = "skia",
            Version = version,
            Location = problem is null ? LoadedLibrary.FindPath("libSkiaSharp") : null,
            Formats = [ImageFormat.Jpeg, ImageFormat.Png, ImageFormat.Webp, ImageFormat.Bmp, ImageFormat.Gif],
            Problem = problem,
        };
    }

    internal static DecoderInfo OfTiff() => new()
    {
        Name = "libtiff.net",
        Version = typeof(BitMiracle.LibTiff.Classic.Tiff).Assembly.GetName().Version?.ToString(),
        Formats = [ImageFormat.Tiff],
    };

    private static string MissingTurboJpeg()
    {
        string remedy = OperatingSystem.IsLinux() ? "install Debian's package libturbojpeg0 (apt-get install libturbojpeg0)" : "install libjpeg-turbo";
        return $"libturbojpeg was not found ({string.Join("; ", TurboJpegLibrary.Attempts.Select(a => $"{a.Place}: {a.Error}"))}). "
            + $"JPEG files are decoded by SkiaSharp instead, more slowly. To get it, {remedy}, or set {TurboJpegLibrary.Variable} to its file.";
    }
}
