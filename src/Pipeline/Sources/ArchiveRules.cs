using System.Globalization;
using OpenVinoFlow.Pipeline.Configuration;
using OpenVinoFlow.Pipeline.Ledger;

namespace OpenVinoFlow.Pipeline.Sources;

/// <summary>
/// What of an archive is given, under which id, and what is refused. One object for one reading: it counts. Ids are the archive's file name, a
/// slash, and the entry's name.
/// </summary>
/// <param name="kind">The section of the configuration, for messages: <c>tar</c> or <c>zip</c>.</param>
/// <param name="options">The limits.</param>
internal sealed class ArchiveRules(string kind, ArchiveSourceOptions options)
{
    /// <summary>Up to here a ratio is not judged: a small picture of one colour is packed very well.</summary>
    public const long FreeBytes = 1 << 20;

    private readonly Glob _glob = new(options.Pattern);
    private readonly UniqueIds _ids = new();
    private readonly string _prefix = Path.GetFileName(options.Path) + "/";
    private long _bytes;

    /// <summary>Entries seen so far.</summary>
    public long Entries { get; private set; }

    /// <summary>An entry of an archive, whatever it is.</summary>
    /// <exception cref="SourceException">There are more than are allowed.</exception>
    public void Count()
    {
        if (++Entries > options.MaxEntries)
            throw new SourceException($"{options.Path} has more than {options.MaxEntries} entries, which is what source.{kind}.max_entries allows; it is not read further.");
    }

    /// <summary>Whether an entry with this name is asked for.</summary>
    public bool Wants(string name) => _glob.Matches(Tidy(name).TrimStart('/'));

    /// <summary>The id of an entry; every entry that is given or refused has one.</summary>
    public string IdOf(string name) => _ids.Of(_prefix + Tidy(name));

    /// <summary>The failure of an entry whose name leaves the archive; null for a proper name.</summary>
    public Failure? RefuseName(string name)
    {
        if (name.Length == 0)
            return Refusal(Reasons.BadName, "The entry has no name.");

        return !options.AllowOutside && Leaves(name)
            ? Refusal(Reasons.OutsideSource, $"{Quoted.Printable(name)} would lie outside the archive's own folder; source.{kind}.allow_outside would read it all the same.")
            : null;
    }

    /// <summary>The failure of an entry that is too large; otherwise its bytes count.</summary>
    /// <exception cref="SourceException">All entries together are larger than allowed.</exception>
    public Failure? RefuseSize(long length)
    {
        if (length > options.MaxEntryBytes)
            return Refusal(Reasons.TooManyBytes, string.Create(CultureInfo.InvariantCulture, $"The entry has {length:N0} bytes; source.{kind}.max_entry_bytes allows {options.MaxEntryBytes:N0}."));

        _bytes += length;
        return options.MaxTotalBytes is { } most && _bytes > most
            ? throw new SourceException(string.Create(CultureInfo.InvariantCulture, $"{options.Path} holds more than {most:N0} bytes, which is what source.{kind}.max_total_bytes allows; it is not read further."))
            : null;
    }

    /// <summary>Whether so many bytes out of so few are more than is allowed.</summary>
    public bool ExceedsRatio(long unpacked, long packed) => unpacked > FreeBytes && unpacked / options.MaxRatio > packed;

    public static Failure Refusal(string reason, string message, Exception? cause = null) =>
        new(FailureStage.Read, reason, message, cause?.GetType().Name);

    /// <summary><c>./a.jpg</c> is <c>a.jpg</c>.</summary>
    private static string Tidy(string name)
    {
        while (name.StartsWith("./", StringComparison.Ordinal))
            name = name[2..];
        return name;
    }

    /// <summary>Absolute or with a step up, whichever system's way of writing it.</summary>
    private static bool Leaves(string name)
    {
        if (name[0] is '/' or '\\' || (name.Length > 1 && name[1] == ':' && char.IsAsciiLetter(name[0])))
            return true;

        foreach (Range part in name.AsSpan().SplitAny('/', '\\'))
        {
            if (name.AsSpan(part) is "..")
                return true;
        }

        return false;
    }
}
