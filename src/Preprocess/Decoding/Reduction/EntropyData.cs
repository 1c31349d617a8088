namespace OpenVinoFlow.Preprocess.Decoding.Reduction;

/// <summary>Entropy-coded data as it lies in a file.</summary>
internal static unsafe class EntropyData
{
    /// <summary>
    /// Copies the data from <paramref name="position"/> to the next marker, without the zero bytes after each 0xFF, and goes behind the marker.
    /// <paramref name="target"/> has room for all of <paramref name="data"/>. False where no marker follows.
    /// </summary>
    public static bool TryUnstuff(ReadOnlySpan<byte> data, ref int position, byte* target, out int bytes, out byte marker)
    {
        bytes = 0;
        marker = 0;
        while (true)
        {
            ReadOnlySpan<byte> rest = data[position..];
            int run = rest.IndexOf((byte)0xFF);
            if (run < 0 || run + 1 >= rest.Length)
                return false;

            bool stuffed = rest[run + 1] == 0;
            int kept = stuffed ? run + 1 : run;
            rest[..kept].CopyTo(new Span<byte>(target + bytes, kept));
            bytes += kept;
            position += run + 2;
            if (stuffed)
                continue;

            marker = rest[run + 1];
            return true;
        }
    }
}
