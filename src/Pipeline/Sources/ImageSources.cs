using OpenVinoFlow.Pipeline.Configuration;

namespace OpenVinoFlow.Pipeline.Sources;

/// <summary>Makes the source a configuration names.</summary>
public static class ImageSources
{
    /// <summary>Makes the source; nothing is opened yet.</summary>
    /// <exception cref="SourceException">None is named.</exception>
    public static IImageSource Create(SourceOptions options) => options switch
    {
        { Images: { } images } => new FolderSource(images),
        { List: { } list } => new ListSource(list),
        { Tar: { } tar } => new TarSource(tar),
        { Zip: { } zip } => new ZipSource(zip),
        { Synthetic: { } synthetic } => new SyntheticSource(synthetic),
        _ => throw new SourceException("No source is configured: set source.images, or source.list, source.tar or source.zip."),
    };
}
