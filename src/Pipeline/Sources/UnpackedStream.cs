namespace OpenVinoFlow.Pipeline.Sources;

/// <summary>
/// What comes out of a tar archive, compressed or not, read forward only; ends in a <see cref="SourceException"/> where it is a bomb. Owns both
/// streams.
/// </summary>
/// <param name="file">The archive's file.</param>
/// <param name="unpacked">What comes out of it: the same stream, or a decompressor over it.</param>
/// <param name="isTooMuch">Whether so many bytes unpacked, out of so many, are more than is allowed.</param>
internal sealed class UnpackedStream(FileStream file, Stream unpacked, Func<long, long, bool> isTooMuch) : Stream
{
    /// <summary>An entry's header with long names and attributes takes a few blocks; one that says it is endless is not believed.</summary>
    private const long MaxHeaderBytes = 1 << 20;

    private long _delivered;
    private long? _headerEnd;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _delivered;
        set => throw new NotSupportedException();
    }

    /// <summary>A header is read from here on, which must not be endless, until <see cref="EndHeader"/>.</summary>
    public void BeginHeader() => _headerEnd = _delivered + MaxHeaderBytes;

    public void EndHeader() => _headerEnd = null;

    public override int Read(Span<byte> buffer)
    {
        int read = unpacked.Read(buffer);
        _delivered += read;

        if (_delivered > _headerEnd)
            throw new SourceException($"{file.Name} is damaged: the header of an entry is larger than {MaxHeaderBytes >> 20} MiB.");
        if (isTooMuch(_delivered, file.Position))
            throw new SourceException($"{file.Name} unpacks to more than source.tar.max_ratio allows ({_delivered} bytes out of {file.Position}); it is not read further.");
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            unpacked.Dispose();
            file.Dispose();
        }

        base.Dispose(disposing);
    }
}
