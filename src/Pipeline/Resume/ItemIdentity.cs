using System.IO.Hashing;
using System.Runtime.InteropServices;
using OpenVinoFlow.Pipeline.Sources;

namespace OpenVinoFlow.Pipeline.Resume;

/// <summary>What an input is known by from one run to the next: a hash of its id, and a stamp of its content's size and time.</summary>
internal static class ItemIdentity
{
    /// <summary>The stamp of content that cannot be told from other content.</summary>
    public const uint NoStamp = 0;

    /// <summary>Never 0.</summary>
    public static ulong HashOf(string id) => Math.Max(1, XxHash3.HashToUInt64(MemoryMarshal.AsBytes(id.AsSpan())));

    public static uint StampOf(long length, DateTime changed)
    {
        ulong mixed = ((ulong)length * 0x9E37_79B9_7F4A_7C15) ^ ((ulong)changed.Ticks * 0xC2B2_AE3D_27D4_EB4F);
        return Math.Max(1, (uint)(mixed >> 32));
    }

    /// <summary>The stamp of an input as it is now.</summary>
    public static uint StampOf(in ImageItem item)
    {
        if (item.Path is null)
            return item.Data.IsEmpty ? NoStamp : StampOf(item.Data.Length, default);

        try
        {
            var file = new FileInfo(item.Path);
            FileSystemInfo target = file.ResolveLinkTarget(returnFinalTarget: true) ?? file;
            return target is FileInfo { Exists: true } content ? StampOf(content.Length, content.LastWriteTimeUtc) : NoStamp;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return NoStamp;
        }
    }
}
