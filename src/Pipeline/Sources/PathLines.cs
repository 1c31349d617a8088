using System.Text;

namespace OpenVinoFlow.Pipeline.Sources;

/// <summary>The lines of a list of paths, as they come; a line that cannot be a path costs no more memory than the longest path.</summary>
internal sealed class PathLines(Stream stream) : IDisposable
{
    /// <summary>The longest line that may be a path, in characters.</summary>
    public const int MaxLength = 32_767;

    private readonly StreamReader _reader = new(stream, Encoding.UTF8);
    private readonly char[] _block = new char[4096];
    private readonly StringBuilder _line = new();
    private int _at;
    private int _end;
    private bool _isTooLong;

    /// <summary>Lines read so far.</summary>
    public long Number { get; private set; }

    /// <summary>Whether the last line was too long, and cut.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>The next line without its end, perhaps cut; null at the end.</summary>
    public async ValueTask<string?> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_at == _end)
            {
                _end = await _reader.ReadAsync(_block, cancellationToken).ConfigureAwait(false);
                _at = 0;
                if (_end == 0)
                    return _line.Length > 0 ? Take() : null;
            }

            int length = _block.AsSpan(_at, _end - _at).IndexOf('\n');
            Append(_block.AsSpan(_at, length < 0 ? _end - _at : length));
            _at = length < 0 ? _end : _at + length + 1;
            if (length >= 0)
                return Take();
        }
    }

    public void Dispose() => _reader.Dispose();

    private void Append(ReadOnlySpan<char> part)
    {
        int room = MaxLength - _line.Length;
        _isTooLong |= part.Length > room;
        _line.Append(part[..Math.Min(part.Length, room)]);
    }

    private string Take()
    {
        if (_line.Length > 0 && _line[^1] == '\r')
            _line.Length--;

        string line = _line.ToString();
        IsTooLong = _isTooLong;
        Number++;
        _line.Clear();
        _isTooLong = false;
        return line;
    }
}
