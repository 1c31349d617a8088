using System.Buffers.Binary;
using SkiaSharp;

namespace OpenVinoFlow.Preprocess.Tests;

/// <summary>Makes files of known content.</summary>
internal static class Encoded
{
    /// <summary>A smooth coloured picture with some detail, as RGBA.</summary>
    public static byte[] Rgba(int width, int height, bool opaque = true)
    {
        var pixels = new byte[width * height * 4];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                int i = (y * width + x) * 4;
                pixels[i] = (byte)(x * 255 / Math.Max(width - 1, 1));
                pixels[i + 1] = (byte)(y * 255 / Math.Max(height - 1, 1));
                pixels[i + 2] = (byte)(128 + 100 * Math.Sin(x * 0.3) * Math.Cos(y * 0.2));
                pixels[i + 3] = opaque ? (byte)255 : (byte)((x * 7 + y * 3) % 256);
            }
        }

        return pixels;
    }

    public static byte[] Jpeg(int width, int height, int quality = 90) => Encode(width, height, SKEncodedImageFormat.Jpeg, quality);

    public static byte[] Png(int width, int height, bool opaque = true) => Encode(width, height, SKEncodedImageFormat.Png, 100, opaque);

    public static byte[] Webp(int width, int height) => Encode(width, height, SKEncodedImageFormat.Webp, 80);

    public static byte[] Bmp(int width, int height)
    {
        int stride = (width * 3 + 3) & ~3;
        var file = new byte[54 + stride * height];
        "BM"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(2), file.Length);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(10), 54);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(14), 40);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(18), width);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(22), height);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(26), 1);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(28), 24);
        byte[] pixels = Rgba(width, height);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                int from = ((height - 1 - y) * width + x) * 4;
                file[54 + y * stride + x * 3] = pixels[from + 2];
                file[54 + y * stride + x * 3 + 1] = pixels[from + 1];
                file[54 + y * stride + x * 3 + 2] = pixels[from];
            }
        }

        return file;
    }

    /// <summary>Uncompressed RGB in one strip. An <paramref name="extraTag"/> with that many values is added when it is not 0.</summary>
    public static byte[] Tiff(int width, int height, ushort extraTag = 0, uint extraCount = 0)
    {
        byte[] rgb = [.. Rgba(width, height).Where((_, i) => i % 4 != 3)];
        (ushort Tag, ushort Type, uint Count, uint Value)[] entries =
        [
            (256, 4, 1, (uint)width), (257, 4, 1, (uint)height), (258, 3, 3, (uint)(8 + rgb.Length)), (259, 3, 1, 1), (262, 3, 1, 2), (273, 4, 1, 8),
            (277, 3, 1, 3), (278, 4, 1, (uint)height), (279, 4, 1, (uint)rgb.Length),
            .. extraTag == 0 ? [] : new (ushort, ushort, uint, uint)[] { (extraTag, 4, extraCount, 8) },
        ];
        var file = new byte[8 + rgb.Length + 6 + 2 + entries.Length * 12 + 4];
        "II*\0"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), 8 + rgb.Length + 6);
        rgb.CopyTo(file, 8);
        Span<byte> directory = file.AsSpan(8 + rgb.Length + 6);
        file[8 + rgb.Length] = file[8 + rgb.Length + 2] = file[8 + rgb.Length + 4] = 8;
        BinaryPrimitives.WriteUInt16LittleEndian(directory, (ushort)entries.Length);
        for (int i = 0; i < entries.Length; i++)
        {
            Span<byte> entry = directory[(2 + i * 12)..];
            BinaryPrimitives.WriteUInt16LittleEndian(entry, entries[i].Tag);
            BinaryPrimitives.WriteUInt16LittleEndian(entry[2..], entries[i].Type);
            BinaryPrimitives.WriteUInt32LittleEndian(entry[4..], entries[i].Count);
            BinaryPrimitives.WriteUInt32LittleEndian(entry[8..], entries[i].Value);
        }

        return file;
    }

    /// <summary>The same PNG with an eXIf chunk that holds one orientation.</summary>
    public static byte[] WithPngOrientation(byte[] png, int orientation)
    {
        const int AfterHeader = 33;
        byte[] exif = Exif(orientation, littleEndian: false);
        var chunk = new byte[12 + exif.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, exif.Length);
        "eXIf"u8.CopyTo(chunk.AsSpan(4));
        exif.CopyTo(chunk, 8);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + exif.Length), Crc32(chunk.AsSpan(4, 4 + exif.Length)));
        return [.. png.AsSpan(0, AfterHeader), .. chunk, .. png.AsSpan(AfterHeader)];
    }

    /// <summary>The same JPEG with an EXIF block that holds one orientation.</summary>
    public static byte[] WithOrientation(byte[] jpeg, int orientation, bool littleEndian)
    {
        byte[] exif = [.. "Exif\0\0"u8, .. Exif(orientation, littleEndian)];
        return [0xFF, 0xD8, 0xFF, 0xE1, 0, (byte)(exif.Length + 2), .. exif, .. jpeg.AsSpan(2)];
    }

    private static byte[] Exif(int orientation, bool littleEndian)
    {
        var tiff = new byte[8 + 2 + 12 + 4].AsSpan();
        if (littleEndian)
        {
            "II*\0"u8.CopyTo(tiff);
            BinaryPrimitives.WriteUInt32LittleEndian(tiff[4..], 8);
            BinaryPrimitives.WriteUInt16LittleEndian(tiff[8..], 1);
            BinaryPrimitives.WriteUInt16LittleEndian(tiff[10..], 0x0112);
            BinaryPrimitives.WriteUInt16LittleEndian(tiff[12..], 3);
            BinaryPrimitives.WriteUInt32LittleEndian(tiff[14..], 1);
            BinaryPrimitives.WriteUInt16LittleEndian(tiff[18..], (ushort)orientation);
        }
        else
        {
            "MM\0*"u8.CopyTo(tiff);
            BinaryPrimitives.WriteUInt32BigEndian(tiff[4..], 8);
            BinaryPrimitives.WriteUInt16BigEndian(tiff[8..], 1);
            BinaryPrimitives.WriteUInt16BigEndian(tiff[10..], 0x0112);
            BinaryPrimitives.WriteUInt16BigEndian(tiff[12..], 3);
            BinaryPrimitives.WriteUInt32BigEndian(tiff[14..], 1);
            BinaryPrimitives.WriteUInt16BigEndian(tiff[18..], (ushort)orientation);
        }

        return tiff.ToArray();
    }

    private static uint Crc32(ReadOnlySpan<byte> data)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in data)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ (0xEDB8_8320 & (0 - (crc & 1)));
        }

        return ~crc;
    }

    private static byte[] Encode(int width, int height, SKEncodedImageFormat format, int quality, bool opaque = true)
    {
        var info = new SKImageInfo(width, height, SKColorType.Rgba8888, opaque ? SKAlphaType.Opaque : SKAlphaType.Unpremul);
        using var bitmap = new SKBitmap(info);
        Rgba(width, height, opaque).CopyTo(bitmap.GetPixelSpan());
        using SKData data = bitmap.Encode(format, quality);
        return data.ToArray();
    }
}
