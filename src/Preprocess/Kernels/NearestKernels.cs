namespace OpenVinoFlow.Preprocess.Kernels;

/// <summary>Copies chosen pixels of a row. Writes exactly <c>count</c> pixels.</summary>
internal static unsafe class NearestKernels
{
    public static void Row3(byte* row, int* offsets, int count, byte* target)
    {
        for (int i = 0; i < count - 1; i++)
            *(uint*)(target + i * 3) = *(uint*)(row + offsets[i]);

        byte* last = row + offsets[count - 1];
        byte* end = target + (count - 1) * 3;
        end[0] = last[0];
        end[1] = last[1];
        end[2] = last[2];
    }

    public static void Row1(byte* row, int* offsets, int count, byte* target)
    {
        for (int i = 0; i < count; i++)
            target[i] = row[offsets[i]];
    }
}
