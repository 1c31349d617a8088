using OpenVinoFlow.Pipeline.Configuration;

namespace OpenVinoFlow.Pipeline.Measuring;

/// <summary>
/// The sinks of a flow that is measured: the same ones, writing the same things, into a folder of their own that is deleted afterwards. A
/// measurement costs what a run costs and leaves the results of real runs alone.
/// </summary>
internal sealed class SinkRedirection : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ovflow-bench-").FullName;
    private readonly List<string> _leftOut = [];
    private int _count;

    /// <summary>What could not be redirected and is not part of the measurement.</summary>
    public IEnumerable<string> Notes => _leftOut.Select(kind => $"sinks of kind {kind} were left out of the measurement");

    /// <summary>Sinks of one run.</summary>
    public IReadOnlyList<SinkOptions> Redirect(IReadOnlyList<SinkOptions> sinks)
    {
        var redirected = new List<SinkOptions>();
        foreach (SinkOptions sink in sinks)
        {
            string path = Path.Combine(_folder, $"{_count++}");
            SinkOptions? moved = sink switch
            {
                JsonlSinkOptions jsonl => jsonl with { Path = path + ".jsonl" },
                NpySinkOptions npy => npy with { Path = path },
                ParquetSinkOptions parquet => parquet with { Path = path + ".parquet" },
                SqliteSinkOptions sqlite => sqlite with { Path = path + ".db" },
                _ => null,
            };
            if (moved is not null)
                redirected.Add(moved);
            else if (!_leftOut.Contains(sink.GetType().Name))
                _leftOut.Add(sink.GetType().Name);
        }

        return redirected;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
