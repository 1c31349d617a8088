using System.IO.Enumeration;
using System.Runtime.CompilerServices;
using OpenVinoFlow.Pipeline.Configuration;
using OpenVinoFlow.Pipeline.Ledger;

namespace OpenVinoFlow.Pipeline.Sources;

/// <summary>
/// The files of a folder that match a glob, folder by folder in ordinal order, so that two runs see the same sequence. Ids are paths relative
/// to the folder with forward slashes.
/// </summary>
/// <remarks>
/// What a folder holds is never dropped in silence: a link that leaves the folder, or a subfolder that cannot be listed, comes as a refused
/// item. A link that stays inside is followed when it names a file; one that names a folder is not, because that folder is read anyway.
/// </remarks>
public sealed class FolderSource : IImageSource
{
    private readonly ImageFolderOptions _options;
    private readonly Glob _glob;

    /// <summary>Looks at nothing yet.</summary>
    public FolderSource(ImageFolderOptions options)
    {
        _options = options;
        _glob = new Glob(options.Pattern);
    }

    /// <inheritdoc/>
    public string Description => $"folder {_options.Path}";

    /// <inheritdoc/>
    public void Check()
    {
        if (!Round().Any())
            throw new SourceException($"{Description} has no file that matches {_options.Pattern}{(_options.Recursive ? "" : " (recursive: false)")} (source.images).");
    }

    /// <inheritdoc/>
    public long? Count(CancellationToken cancellationToken)
    {
        if (File.Exists(_options.Path))
            return _options.Repeat;

        long count = 0;
        foreach (ImageItem _ in Files(_options.Path, ""))
        {
            if (cancellationToken.IsCancellationRequested)
                return null;
            count++;
        }

        return count * _options.Repeat;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ImageItem> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (int round = 1; round <= _options.Repeat; round++)
        {
            string suffix = round == 1 ? "" : $"#{round}";
            foreach (ImageItem item in Round())
            {
                if (cancellationToken.IsCancellationRequested)
                    yield break;

                yield return suffix.Length == 0 || item.Path is null ? item : ImageItem.FromFile(item.Id + suffix, item.Path);
            }
        }

        await Task.CompletedTask.ConfigureAwait(false);
    }

    private IEnumerable<ImageItem> Round()
    {
        if (File.Exists(_options.Path))
            return [ImageItem.FromFile(Path.GetFileName(_options.Path), _options.Path)];
        if (Directory.Exists(_options.Path))
            return Files(_options.Path, "");

        throw new SourceException($"The image folder {_options.Path} does not exist (source.images.path).");
    }

    private IEnumerable<ImageItem> Files(string folder, string prefix)
    {
        List<Entry> entries;
        ImageItem? refused = null;
        try
        {
            entries = List(folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException && prefix.Length > 0)
        {
            entries = [];
            string reason = error is UnauthorizedAccessException ? Reasons.AccessDenied : Reasons.IoError;
            refused = ImageItem.Refused(prefix, new Failure(FailureStage.Read, reason, error.Message, error.GetType().Name));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SourceException($"{Description} cannot be listed: {error.Message}", error);
        }

        if (refused is { } item)
            yield return item;

        foreach (Entry entry in entries)
        {
            string id = prefix + entry.Name;
            string path = Path.Combine(folder, entry.Name);

            bool leaves = entry.IsLink && !StaysInside(path);

            if (entry.IsFolder ? _options.Recursive && leaves : leaves && _glob.Matches(id))
            {
                yield return ImageItem.Refused(
                    id, new Failure(FailureStage.Read, Reasons.OutsideSource, $"{path} is a link that leaves {_options.Path}."));
            }
            else if (!entry.IsFolder && _glob.Matches(id))
            {
                yield return ImageItem.FromFile(id, path);
            }
            else if (entry.IsFolder && _options.Recursive && !entry.IsLink)
            {
                foreach (ImageItem inside in Files(path, id + "/"))
                    yield return inside;
            }
        }
    }

    private static List<Entry> List(string folder)
    {
        var found = new FileSystemEnumerable<Entry>(
            folder,
            static (ref FileSystemEntry entry) => new Entry(
                entry.FileName.ToString(),
                entry.IsDirectory,
                entry.Attributes.HasFlag(FileAttributes.ReparsePoint)),
            new EnumerationOptions { AttributesToSkip = 0, IgnoreInaccessible = false });

        List<Entry> entries = [.. found];
        entries.Sort(static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        return entries;
    }

    private bool StaysInside(string link)
    {
        string? target = File.ResolveLinkTarget(link, returnFinalTarget: true)?.FullName;
        return target is not null && Folder(target).StartsWith(Folder(_options.Path), StringComparison.Ordinal);

        static string Folder(string path) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)) + Path.DirectorySeparatorChar;
    }

    private readonly record struct Entry(string Name, bool IsFolder, bool IsLink);
}
