using System.Security.Cryptography;

namespace OpenVinoFlow.Pipeline;

/// <summary>Identifies a model by its content.</summary>
internal static class ModelHash
{
    /// <summary>SHA-256 of the model file, and of the weights beside an IR file, as lower-case hexadecimal digits.</summary>
    public static string Of(string path)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        string weights = Path.ChangeExtension(path, ".bin");
        string[] files = path.EndsWith(".xml", StringComparison.OrdinalIgnoreCase) && File.Exists(weights) ? [path, weights] : [path];
        byte[] block = new byte[1 << 20];
        foreach (string name in files)
        {
            using FileStream file = File.OpenRead(name);
            for (int read; (read = file.Read(block)) > 0;)
                hash.AppendData(block, 0, read);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
