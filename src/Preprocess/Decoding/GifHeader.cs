using System.Buffers.Binary;

namespace OpenVinoFlow.Preprocess.Decoding;

/// <summary>Reads the logical screen of a GIF.</summary>
internal static class GifHeader
{
    public static DecodeStatus Read(ReadOnlySpan<byte> data, out ImageHeader header)
    {
        header = new ImageHeader(ImageFormat.Gif, 0, 0, ExifOrientation.TopLeft);
        if (data.Length < 13)
            return ImageHeader.TooShort(ImageFormat.Gif);

        int width = BinaryPrimitives.ReadUInt16LittleEndian(data[6..]);
        int height = BinaryPrimitives.ReadUInt16LittleEndian(data[8..]);
        header = new ImageHeader(ImageFormat.Gif, width, height, ExifOrientation.TopLeft);
        return DecodeStatus.Success;
    }
}
