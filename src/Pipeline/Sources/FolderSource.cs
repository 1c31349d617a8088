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
/// item. A link that stays inside is followed when it names a file; one that names a folder is not, because that folder is read anyway. A folder
/// that disappears while it is read breaks the source.
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
        foreach (ImageItem _ in Files())
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
            return Files();

        throw new SourceException($"The image folder {_options.Path} does not exist (source.images.path).");
    }

    private IEnumerable<ImageItem> Files() => Files(_options.Path, "", [RealPath.Of(_options.Path) ?? _options.Path]);

    private IEnumerable<ImageItem> Files(string folder, string prefix, string[] roots)
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
            string reason = error is UnauthorizedAccessException ? Reasons.AccessDenied : error is DirectoryNotFoundException ? Reasons.NotFound : Reasons.IoError;
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
            // Every file of a folder that has gone would be missing: better one word than a million failures.
            if (!Directory.Exists(_options.Path))
                throw new SourceException($"{Description} disappeared while it was read (source.images).");

            string id = prefix + entry.Name;
            string path = Path.Combine(folder, entry.Name);

            if (entry.IsFolder ? !_options.Recursive : !_glob.Matches(id))
                continue;

            LinkTarget link = entry.IsLink ? Follow(path, roots) : default;
            if (link.Refusal is { } reason)
            {
                yield return ImageItem.Refused(id, new Failure(FailureStage.Read, Reasons.OutsideSource, $"{path} {reason}"));
            }
            else if (!entry.IsFolder)
            {
                yield return ImageItem.FromFile(id, path);
            }
            else if (!link.IsReadAnyway)
            {
                foreach (ImageItem inside in Files(path, id + "/", entry.IsLink ? [.. roots, link.Path!] : roots))
                    yield return inside;
            }
        }
    }

    /// <param name="link">A link.</param>
    /// <param name="roots">The folders whose content is given, the source's own and those that links to be followed have led to.</param>
    private LinkTarget Follow(string link, string[] roots)
    {
        if (RealPath.Of(link) is not { } target)
            return new LinkTarget(null, "is a link that leads in a circle.", false);
        if (Array.Exists(roots, root => RealPath.IsWithin(target, root)))
            return new LinkTarget(target, null, IsReadAnyway: true);
        if (!_options.AllowOutside)
            return new LinkTarget(target, $"is a link that leaves {_options.Path}; source.images.allow_outside would follow it.", false);

        return Array.Exists(roots, root => RealPath.IsWithin(root, target))
            ? new LinkTarget(target, "is a link to a folder around the source.", false)
            : new LinkTarget(target, null, IsReadAnyway: false);
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

    private readonly record struct Entry(string Name, bool IsFolder, bool IsLink);

    /// <param name="Path">Where the link leads; null in a circle.</param>
    /// <param name="Refusal">Why it is not followed, or null.</param>
    /// <param name="IsReadAnyway">Whether it leads to something inside.</param>
    private readonly record struct LinkTarget(string? Path, string? Refusal, bool IsReadAnyway);
}
