namespace OpenVinoFlow.TestSupport;

/// <summary>A folder that is gone when the test is over.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("ovflow-test-").FullName;

    /// <summary>Absolute path of a file inside, whether it exists or not.</summary>
    public string File(string relative) => System.IO.Path.Combine(Path, relative);

    /// <summary>Makes a folder inside; returns its absolute path.</summary>
    public string Folder(params string[] names) => Directory.CreateDirectory(System.IO.Path.Combine([Path, .. names])).FullName;

    /// <summary>Writes a text file, with the folders on its way; returns its absolute path.</summary>
    public string Write(string relative, string text)
    {
        string path = File(relative);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        System.IO.File.WriteAllText(path, text);
        return path;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
