namespace OpenVinoFlow.Pipeline.Tests.Configuration;

/// <summary>A folder that lasts as long as a test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("ovflow-").FullName;

    /// <summary>Writes a configuration and gives its path.</summary>
    public string Write(string text)
    {
        string path = System.IO.Path.Combine(Path, "flow.yaml");
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Writes a file that is no text and gives its path.</summary>
    public string Write(byte[] content)
    {
        string path = System.IO.Path.Combine(Path, "flow.yaml");
        File.WriteAllBytes(path, content);
        return path;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
