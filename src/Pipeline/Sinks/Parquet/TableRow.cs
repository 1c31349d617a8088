using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using OpenVinoFlow.Pipeline.Ledger;

namespace OpenVinoFlow.Pipeline.Sinks.Parquet;

/// <summary>
/// One row as bytes: what waits for its row group in memory and, in the same form, on disk. Its length (4 bytes), then its fields in order;
/// texts in UTF-8 with their length before them.
/// </summary>
internal static class TableRow
{
    private const int LengthSize = 4;

    /// <summary>Appends an item's row; does not allocate in the long run.</summary>
    public static void Write(ArrayBufferWriter<byte> to, FlowItem item, ScoreRanking? ranking, ReadOnlySpan<int> outputs)
    {
        int start = to.WrittenCount;
        WriteInt(to, 0);
        WriteLong(to, item.Sequence);
        WriteInt(to, item.SourceWidth);
        WriteInt(to, item.SourceHeight);
        WriteText(to, item.Id);

        Failure? failure = item.Failure;
        WriteInt(to, failure?.Attempts ?? 0);
        if (failure is not null)
        {
            WriteText(to, failure.StageText);
            WriteText(to, failure.Reason);
            WriteText(to, failure.Message);
        }
        else
        {
            ranking?.Rank(item);
            ReadOnlySpan<int> classes = ranking is null ? default : ranking.Classes;
            WriteBytes(to, MemoryMarshal.AsBytes(classes));
            WriteBytes(to, MemoryMarshal.AsBytes(ranking is null ? default : ranking.Scores));
            foreach (int output in outputs)
                WriteBytes(to, item.Outputs[output].Bytes);
        }

        // The length of what follows is known only now.
        MemoryMarshal.TryGetArray(to.WrittenMemory, out ArraySegment<byte> written);
        BinaryPrimitives.WriteInt32LittleEndian(written.AsSpan(start), to.WrittenCount - start - LengthSize);
    }

    /// <summary>Takes the next row off the front.</summary>
    public static ReadOnlySpan<byte> Next(ref ReadOnlySpan<byte> rows)
    {
        int length = BinaryPrimitives.ReadInt32LittleEndian(rows);
        ReadOnlySpan<byte> row = rows.Slice(LengthSize, length);
        rows = rows[(LengthSize + length)..];
        return row;
    }

    public static int ReadInt(ref ReadOnlySpan<byte> row)
    {
        int value = BinaryPrimitives.ReadInt32LittleEndian(row);
        row = row[4..];
        return value;
    }

    public static long ReadLong(ref ReadOnlySpan<byte> row)
    {
        long value = BinaryPrimitives.ReadInt64LittleEndian(row);
        row = row[8..];
        return value;
    }

    public static string ReadText(ref ReadOnlySpan<byte> row) => Encoding.UTF8.GetString(ReadBytes(ref row));

    public static ReadOnlySpan<byte> ReadBytes(ref ReadOnlySpan<byte> row)
    {
        int length = ReadInt(ref row);
        ReadOnlySpan<byte> bytes = row[..length];
        row = row[length..];
        return bytes;
    }

    private static void WriteInt(ArrayBufferWriter<byte> to, int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(to.GetSpan(4), value);
        to.Advance(4);
    }

    private static void WriteLong(ArrayBufferWriter<byte> to, long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(to.GetSpan(8), value);
        to.Advance(8);
    }

    private static void WriteText(ArrayBufferWriter<byte> to, string text)
    {
        WriteInt(to, Encoding.UTF8.GetByteCount(text));
        Encoding.UTF8.GetBytes(text, to);
    }

    private static void WriteBytes(ArrayBufferWriter<byte> to, ReadOnlySpan<byte> bytes)
    {
        WriteInt(to, bytes.Length);
        to.Write(bytes);
    }
}
