using BitMiracle.LibTiff.Classic;

namespace OpenVinoFlow.Preprocess.Decoding;

/// <summary>Keeps LibTiff's last error of each thread instead of printing it. Its warnings, mostly about unknown tags, are ignored.</summary>
internal sealed class QuietTiffErrors : TiffErrorHandler
{
    [ThreadStatic]
    private static string? _last;

    public static string? Last
    {
        get => _last;
        set => _last = value;
    }

    public override void ErrorHandler(Tiff tif, string method, string format, params object[] args) => Keep(format, args);

    public override void ErrorHandlerExt(Tiff tif, object clientData, string method, string format, params object[] args) => Keep(format, args);

    public override void WarningHandler(Tiff tif, string method, string format, params object[] args)
    {
    }

    public override void WarningHandlerExt(Tiff tif, object clientData, string method, string format, params object[] args)
    {
    }

    private static void Keep(string format, object[] args)
    {
        try
        {
            _last ??= string.Format(System.Globalization.CultureInfo.InvariantCulture, format, args);
        }
        catch (FormatException)
        {
            _last ??= format;
        }
    }
}
