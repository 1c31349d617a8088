using System.Text.Json;
using OpenVinoFlow.Pipeline.Configuration;

namespace OpenVinoFlow.Cli.Measuring;

/// <summary>What is to be measured: the flow of a YAML file, or a model alone.</summary>
internal static class BenchTarget
{
    public static bool IsFlow(string path) => Path.GetExtension(path).ToLowerInvariant() is ".yaml" or ".yml";

    /// <summary>Reads the flow; of a model, makes the plainest one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="images">A folder or file of images in place of the flow's source; null keeps that, and leaves a model without images.</param>
    /// <param name="overrides">Values that win over the file's.</param>
    /// <param name="profile">One of the file's profiles, or null.</param>
    /// <exception cref="ConfigurationException">The file or an override is wrong.</exception>
    public static ResolvedConfiguration Load(string path, string? images, IReadOnlyList<string> overrides, string? profile)
    {
        if (IsFlow(path))
            return ConfigurationReader.Load(path, images is null ? overrides : [.. overrides, $"source.images.path={images}"], profile);
        if (profile is not null)
            throw new InvalidDataException($"--profile {profile}: {path} is a model, and only the YAML file of a flow has profiles.");

        // A JSON string is a YAML string too, whatever the path holds.
        string text = $"""
            api_version: ovflow/v1
            name: {Quote(Path.GetFileNameWithoutExtension(path))}
            model:
              path: {Quote(Path.GetFullPath(path))}
            source:
              {(images is null ? "synthetic: 1000" : $"images: {Quote(Path.GetFullPath(images))}")}
            """;
        return ConfigurationReader.Parse(text, Environment.CurrentDirectory, overrides, null, Path.GetFileName(path));
    }

    private static string Quote(string text) => $"\"{JsonEncodedText.Encode(text)}\"";
}
