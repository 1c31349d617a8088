using System.Security.Cryptography;

namespace OpenVinoFlow.Pipeline.Engines;

/// <summary>The files a model consists of: the one that is named, and the weights beside an IR file.</summary>
public static class ModelFile
{
    /// <exception cref="InferenceException">There is no file at <paramref name="path"/>.</exception>
    public static void ThrowIfMissing(string path)
    {
        if (!File.Exists(path))
            throw new InferenceException($"The model {path} does not exist (model.path).");
    }

    /// <summary>Size and time of each file: differs when one of them was replaced. Empty where there is no file.</summary>
    internal static string StateOf(string path) => string.Join(
        ' ',
        Of(path).Where(File.Exists).Select(name => new FileInfo(name)).Select(file => $"{file.Length}@{file.LastWriteTimeUtc.Ticks}"));

    /// <summary>SHA-256 of the files' content.</summary>
    internal static string HashOf(string path)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] block = new byte[1 << 20];
        foreach (string name in Of(path))
        {
            using FileStream file = File.OpenRead(name);
            for (int read; (read = file.Read(block)) > 0;)
                hash.AppendData(block, 0, read);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static string[] Of(string path)
    {
        string weights = Path.ChangeExtension(path, ".bin");
        return path.EndsWith(".xml", StringComparison.OrdinalIgnoreCase) && File.Exists(weights) ? [path, weights] : [path];
    }
}
