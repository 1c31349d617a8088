using BitMiracle.LibTiff.Classic;

namespace OpenVinoFlow.Preprocess.Decoding;

/// <summary>Lets LibTiff read a file that lies in memory, pinned for as long as this object is used.</summary>
internal sealed unsafe class PinnedTiffStream(byte* data, int length) : TiffStream
{
    private long _position;

    public override int Read(object clientData, byte[] buffer, int offset, int count)
    {
        int available = (int)Math.Clamp(length - _position, 0, count);
        if (available > 0)
            new ReadOnlySpan<byte>(data + _position, available).CopyTo(buffer.AsSpan(offset, count));

        _position += available;
        return available;
    }

    public override long Seek(object clientData, long offset, SeekOrigin origin)
    {
        long target = origin switch
        {
            SeekOrigin.Begin => offset,
            SeekOrigin.Current => _position + offset,
            _ => length + offset,
        };
        _position = Math.Clamp(target, 0, length);
        return _position;
    }

    public override void Write(object clientData, byte[] buffer, int offset, int count) => throw new NotSupportedException("read only");

    public override void Close(object clientData)
    {
    }

    public override long Size(object clientData) => length;
}
