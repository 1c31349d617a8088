namespace OpenVinoFlow.Pipeline.Configuration;

/// <summary>One place results go to (<c>sinks:</c>).</summary>
public abstract record SinkOptions;

/// <summary>One JSON object a line (<c>jsonl:</c>).</summary>
public sealed record JsonlSinkOptions : SinkOptions
{
    /// <summary>The file. Absolute once resolved; its folder is made when it is missing.</summary>
    public required string Path { get; init; }

    /// <summary>How many of the highest scores each line carries; 0 writes none.</summary>
    public int TopK { get; init; } = 5;

    /// <summary>A text file with one class name a line, in the order of the network's classes; null writes numbers only.</summary>
    public string? Labels { get; init; }

    /// <summary>Which output is ranked; null takes the first.</summary>
    public string? Output { get; init; }

    /// <summary>Whether each line carries the milliseconds of each stage.</summary>
    public bool Times { get; init; } = true;
}

/// <summary>Raw outputs in NumPy's format (<c>npy:</c>): one file an output, in the order of the results, and an index of ids.</summary>
public sealed record NpySinkOptions : SinkOptions
{
    /// <summary>The folder. Absolute once resolved; made when it is missing.</summary>
    public required string Path { get; init; }

    /// <summary>Names of the outputs to write; empty writes all.</summary>
    public IReadOnlyList<string> Outputs { get; init; } = [];
}

/// <summary>A table with a row for each input, failed ones included.</summary>
public abstract record TableSinkOptions : SinkOptions
{
    /// <summary>The file. Absolute once resolved; its folder is made when it is missing.</summary>
    public required string Path { get; init; }

    /// <summary>How many of the highest scores each row carries; 0 writes none.</summary>
    public int TopK { get; init; } = 5;

    /// <summary>A text file with one class name a line, in the order of the network's classes; null writes numbers only.</summary>
    public string? Labels { get; init; }

    /// <summary>Which output is ranked; null takes the first.</summary>
    public string? Output { get; init; }

    /// <summary>Names of the outputs whose raw values each row carries; empty writes none.</summary>
    public IReadOnlyList<string> Outputs { get; init; } = [];
}

/// <summary>A Parquet file (<c>parquet:</c>).</summary>
public sealed record ParquetSinkOptions : TableSinkOptions;

/// <summary>An SQLite database (<c>sqlite:</c>).</summary>
public sealed record SqliteSinkOptions : TableSinkOptions;
