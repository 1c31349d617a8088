using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;

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
    private readonly SafeFileHandle _handle;
    private long _lastWrite = Environment.TickCount64;

    private JsonLinesFile(FileStream file)
    {
        _file = file;
        _handle = file.SafeFileHandle;
        _json = new Utf8JsonWriter(_lines, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });
    }

    /// <summary>Makes the file, or empties the one that is there.</summary>
    /// <exception cref="SinkException">It cannot be written.</exception>
    public static JsonLinesFile Create(string path) => new(OutputFile.Create(path));

    /// <summary>Opens the file that is there and takes back what it holds beyond a mark.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mark">What <see cref="Mark"/> returned.</param>
    /// <param name="orShorter">Whether it may hold less, or be gone; then lines are added at its end.</param>
    /// <exception cref="SinkException">It cannot be written, or holds less.</exception>
    public static JsonLinesFile Reopen(string path, string mark, bool orShorter = false)
    {
        long length = long.Parse(mark, CultureInfo.InvariantCulture);
        var file = new FileInfo(path);
        if (orShorter && (!file.Exists || file.Length < length))
            return file.Exists ? new(OutputFile.Reopen(path, file.Length)) : Create(path);
        return new(OutputFile.Reopen(path, length));
    }

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

    /// <summary>Hands every line to the operating system; returns the file's length.</summary>
    public string Mark()
    {
        Write();
        return (_file.CanSeek ? _file.Position : 0).ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Brings to disk what was handed over. May be called while lines are written.</summary>
    public void Sync() => RandomAccess.FlushToDisk(_handle);

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
