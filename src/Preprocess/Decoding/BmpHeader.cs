using System.Buffers.Binary;

namespace OpenVinoFlow.Preprocess.Decoding;

/// <summary>Reads the information header of a Windows bitmap.</summary>
internal static class BmpHeader
{
    private const int InfoHeader = 14;
    private const int CoreHeaderBytes = 12;

    public static DecodeStatus Read(ReadOnlySpan<byte> data, out ImageHeader header)
    {
        header = new ImageHeader(ImageFormat.Bmp, 0, 0, ExifOrientation.TopLeft);
        if (data.Length < InfoHeader + CoreHeaderBytes)
            return ImageHeader.TooShort(ImageFormat.Bmp);

        ReadOnlySpan<byte> info = data[InfoHeader..];
        int width;
        int height;
        if (info[0] == CoreHeaderBytes)
        {
            width = BinaryPrimitives.ReadUInt16LittleEndian(info[4..]);
            height = BinaryPrimitives.ReadUInt16LittleEndian(info[6..]);
        }
        else
        {
            width = BinaryPrimitives.ReadInt32LittleEndian(info[4..]);
            height = BinaryPrimitives.ReadInt32LittleEndian(info[8..]);
        }

        if (width < 0 || height == int.MinValue)
            return ImageHeader.Damaged(ImageFormat.Bmp, $"{width}x{height} pixels");

        // A negative height means that rows run from top to bottom.
        header = new ImageHeader(ImageFormat.Bmp, width, Math.Abs(height), ExifOrientation.TopLeft);
        return DecodeStatus.Success;
    }
}
