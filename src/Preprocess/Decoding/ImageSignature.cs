namespace OpenVinoFlow.Preprocess.Decoding;

/// <summary>Recognises a file's format by its first bytes.</summary>
internal static class ImageSignature
{
    /// <summary>The format, or <see cref="ImageFormat.Unknown"/>.</summary>
    public static ImageFormat Detect(ReadOnlySpan<byte> data)
    {
        if (data.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]))
            return ImageFormat.Jpeg;

        if (data.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]))
            return ImageFormat.Png;

        if (data.StartsWith("RIFF"u8) && data.Length >= 12 && data[8..].StartsWith("WEBP"u8))
            return ImageFormat.Webp;

        if (data.StartsWith("GIF87a"u8) || data.StartsWith("GIF89a"u8))
            return ImageFormat.Gif;

        if (data.StartsWith("BM"u8) && IsBitmap(data))
            return ImageFormat.Bmp;

        if (data.StartsWith((ReadOnlySpan<byte>)[(byte)'I', (byte)'I', 42, 0]) || data.StartsWith((ReadOnlySpan<byte>)[(byte)'M', (byte)'M', 0, 42]))
            return ImageFormat.Tiff;

        if (data.Length >= 12 && data[4..].StartsWith("ftyp"u8))
            return DetectBrand(data[8..12]);

        if (data.StartsWith((ReadOnlySpan<byte>)[0xFF, 0x0A]) || data.StartsWith((ReadOnlySpan<byte>)[0, 0, 0, 12, (byte)'J', (byte)'X', (byte)'L', (byte)' ']))
            return ImageFormat.JpegXl;

        if (data.StartsWith((ReadOnlySpan<byte>)[0, 0, 0, 12, (byte)'j', (byte)'P', (byte)' ', (byte)' ']) || data.StartsWith((ReadOnlySpan<byte>)[0xFF, 0x4F, 0xFF, 0x51]))
            return ImageFormat.Jpeg2000;

        if (data.StartsWith((ReadOnlySpan<byte>)[0, 0, 1, 0]))
            return ImageFormat.Ico;

        return data.StartsWith("8BPS"u8) ? ImageFormat.Psd : ImageFormat.Unknown;
    }

    // "BM" alone also starts ordinary text; the size of the information header that follows is one of few.
    private static bool IsBitmap(ReadOnlySpan<byte> data) =>
        data.Length < 18 || (data[14] is 12 or 16 or 40 or 52 or 56 or 64 or 108 or 124 && data[15] == 0 && data[16] == 0 && data[17] == 0);

    private static ImageFormat DetectBrand(ReadOnlySpan<byte> brand)
    {
        if (brand.StartsWith("avi"u8))
            return ImageFormat.Avif;

        bool heif = brand.StartsWith("hei"u8) || brand.StartsWith("hev"u8) || brand.StartsWith("mif"u8) || brand.StartsWith("msf"u8);
        return heif ? ImageFormat.Heif : ImageFormat.Unknown;
    }
}
