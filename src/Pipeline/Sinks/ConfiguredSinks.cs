using OpenVinoFlow.Pipeline.Configuration;
using OpenVinoFlow.Pipeline.Sinks.Parquet;

namespace OpenVinoFlow.Pipeline.Sinks;

/// <summary>Makes the sinks a configuration names.</summary>
internal static class ConfiguredSinks
{
    /// <summary>Makes a sink; nothing is opened yet.</summary>
    public static IResumableSink Create(SinkOptions options) => options switch
    {
        JsonlSinkOptions jsonl => new JsonlSink(jsonl),
        NpySinkOptions npy => new NpySink(npy),
        ParquetSinkOptions parquet => new ParquetSink(parquet),
        SqliteSinkOptions sqlite => new SqliteSink(sqlite),
        _ => throw new SinkException($"Sinks of kind {options.GetType().Name} are not known."),
    };

    /// <summary>The same sink with a file beside the configured one: <c>results.jsonl</c> becomes <c>results.retry-1.jsonl</c>.</summary>
    public static SinkOptions Beside(SinkOptions options, string infix) => options switch
    {
        JsonlSinkOptions jsonl => jsonl with { Path = Insert(jsonl.Path, infix) },
        NpySinkOptions npy => npy with { Path = Path.TrimEndingDirectorySeparator(npy.Path) + infix },
        TableSinkOptions table => table with { Path = Insert(table.Path, infix) },
        _ => options,
    };

    private static string Insert(string path, string infix) => Path.ChangeExtension(path, null) + infix + Path.GetExtension(path);
}
