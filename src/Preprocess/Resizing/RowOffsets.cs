namespace OpenVinoFlow.Preprocess.Resizing;

/// <summary>Byte offsets of single pixels in the rows of a <see cref="RowReader"/>.</summary>
internal static class RowOffsets
{
    /// <summary>Replaces columns of the region by byte offsets in a row.</summary>
    public static void Place(Span<int> columns, RowReader rows, int channels)
    {
        foreach (ref int column in columns)
        {
            int place = rows.RowStart + column;
            column = (rows.Mirrored ? rows.RowPixels - 1 - place : place) * channels;
        }
    }
}
