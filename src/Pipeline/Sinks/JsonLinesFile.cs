using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace OpenVinoFlow.Pipeline.Sinks;

/// <summary>
/// A file of one JSON object a line. Only whole lines ever reach the file, in writes of about 64 KiB or once a second, so that a run that is
/// cut off leaves no half line. Not thread-safe; writing a line does not allocate.
/// </summary>
internal sealed class JsonLinesFile : IDisposable
{
    private const int WriteSize = 64 << 10;
    private const long FlushMilliseconds = 1000;

    private readonly ArrayBufferWriter<byte> _lines = new(WriteSize + (16 << 10));
    private readonly Utf8JsonWriter _json;
    private readonly FileStream _file;
    private long _lastWrite = Environment.TickCount64;

    private JsonLinesFile(FileStream file)
    {
        _file = file;
        _json = new Utf8JsonWriter(_lines, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });
    }

    /// <summary>Makes the file, or empties the one that is there.</summary>
    /// <exception cref="SinkException">It cannot be written.</exception>
    public static JsonLinesFile Create(string path) => new(OutputFile.Create(path));

    /// <summary>The writer for one line's object; <see cref="EndLine"/> follows.</summary>
    public Utf8JsonWriter BeginLine()
    {
        _json.Reset();
        return _json;
    }

    public void EndLine()
    {
        _json.Flush();
        _lines.Write("\n"u8);
        if (_lines.WrittenCount >= WriteSize || Environment.TickCount64 - _lastWrite >= FlushMilliseconds)
            Write();
    }

    /// <summary>Hands every line to the operating system.</summary>
    public void Write()
    {
        _lastWrite = Environment.TickCount64;
        if (_lines.WrittenCount == 0)
            return;

        long start = _file.CanSeek ? _file.Position : 0;
        try
        {
            _file.Write(_lines.WrittenSpan);
        }
        catch (IOException)
        {
            CutToWholeLines(start);
            throw;
        }

        _lines.ResetWrittenCount();
    }

    /// <summary>A disk that is full takes a part of what it is given. The lines stay here: written again, they come to the same place.</summary>
    private void CutToWholeLines(long start)
    {
        if (!_file.CanSeek || _file.Length <= start)
            return;

        int written = (int)Math.Min(_file.Length - start, _lines.WrittenCount);
        _file.SetLength(start + _lines.WrittenSpan[..written].LastIndexOf((byte)'\n') + 1);
        _file.Position = start;
    }

    /// <summary>Brings every line to disk.</summary>
    public void Flush()
    {
        Write();
        _file.Flush(flushToDisk: true);
    }

    public void Dispose()
    {
        _json.Dispose();
        _file.Dispose();
    }
}
