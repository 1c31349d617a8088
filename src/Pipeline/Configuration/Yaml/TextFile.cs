using System.Text;

namespace OpenVinoFlow.Pipeline.Configuration.Yaml;

/// <summary>Reads a file that should be a small text.</summary>
internal static class TextFile
{
    /// <summary>The text; null where there is none, which is then reported.</summary>
    public static string? Read(string path, Layer layer, ProblemList problems)
    {
        string problem;
        try
        {
            // One byte more than is allowed tells a large file from one that fits, and an endless one such as a device is left soon.
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var buffer = new byte[ConfigurationLimits.MaxFileBytes + 1];
            int length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            if (length <= ConfigurationLimits.MaxFileBytes)
                return new StreamReader(new MemoryStream(buffer, 0, length), new UTF8Encoding(false, throwOnInvalidBytes: true)).ReadToEnd();

            problem = $"larger than {ConfigurationLimits.MaxFileBytes} bytes: not a configuration";
        }
        catch (DecoderFallbackException exception)
        {
            problem = $"not a UTF-8 text (byte {exception.Index}): not a configuration";
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            problem = "there is no such file";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problem = Directory.Exists(path) ? "is a folder; name the YAML file in it" : $"can't be read: {Quoted.Printable(exception.Message)}";
        }

        problems.Add(layer.Source, 0, 0, "", problem);
        return null;
    }
}
