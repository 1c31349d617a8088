namespace OpenVinoFlow.Pipeline.Configuration;

/// <summary>Where the inputs come from (<c>source:</c>); exactly one kind is set.</summary>
public sealed record SourceOptions
{
    /// <summary>Files of a folder.</summary>
    public ImageFolderOptions? Images { get; init; }

    /// <summary>Files named by a text file or by standard input.</summary>
    public ListSourceOptions? List { get; init; }

    /// <summary>Files of a tar archive, read as a stream.</summary>
    public ArchiveSourceOptions? Tar { get; init; }

    /// <summary>Files of a zip archive.</summary>
    public ArchiveSourceOptions? Zip { get; init; }

    /// <summary>A number of empty items that are neither read nor decoded: for measuring the pipeline itself.</summary>
    public SyntheticSourceOptions? Synthetic { get; init; }
}

/// <summary>Files of a folder (<c>source.images:</c>), or one single file.</summary>
public sealed record ImageFolderOptions
{
    /// <summary>The folder (or file). Absolute once resolved.</summary>
    public required string Path { get; init; }

    /// <summary>Glob relative to <see cref="Path"/>; <c>**</c> crosses folders.</summary>
    public string Pattern { get; init; } = "**/*";

    /// <summary>Whether folders inside <see cref="Path"/> are entered.</summary>
    public bool Recursive { get; init; } = true;

    /// <summary>Whether links that leave <see cref="Path"/> are followed; otherwise what they name is refused.</summary>
    public bool AllowOutside { get; init; }

    /// <summary>How often the whole folder is read, for measurements; ids of later rounds carry <c>#2</c>, <c>#3</c> and so on.</summary>
    public int Repeat { get; init; } = 1;
}

/// <summary>Files named by a text file, one path a line (<c>source.list:</c>).</summary>
public sealed record ListSourceOptions
{
    /// <summary>The text file, absolute once resolved; <c>-</c> reads standard input.</summary>
    public required string Path { get; init; }
}

/// <summary>Files of an archive (<c>source.tar:</c>, <c>source.zip:</c>).</summary>
public sealed record ArchiveSourceOptions
{
    /// <summary>The archive. Absolute once resolved.</summary>
    public required string Path { get; init; }

    /// <summary>Glob for the names of entries; <c>**</c> crosses folders.</summary>
    public string Pattern { get; init; } = "**/*";

    /// <summary>Whether entries are read whose names are absolute or climb out with <c>..</c>; otherwise they are refused.</summary>
    public bool AllowOutside { get; init; }

    /// <summary>Most entries, whatever they are; an archive with more is not read further.</summary>
    public int MaxEntries { get; init; } = 1_000_000;

    /// <summary>Largest entry in bytes, unpacked; a larger one is refused.</summary>
    public long MaxEntryBytes { get; init; } = 256L << 20;

    /// <summary>How many times larger than packed an entry of a zip archive, or a tar archive as a whole, may be; the first MiB is free.</summary>
    public int MaxRatio { get; init; } = 200;

    /// <summary>Most bytes of all entries that are read, unpacked; an archive with more is not read further. Null sets no limit.</summary>
    public long? MaxTotalBytes { get; init; }
}

/// <summary>Empty items (<c>source.synthetic:</c>).</summary>
public sealed record SyntheticSourceOptions
{
    /// <summary>How many.</summary>
    public required long Count { get; init; }
}
