using System.Security.Cryptography;
using System.Text;
using OpenVinoFlow.Pipeline.Configuration.Keys;

namespace OpenVinoFlow.Pipeline.Configuration;

/// <summary>
/// Tells configurations apart that give different results for the same inputs: the keys marked so in docs/configuration.md (which inputs are
/// read, how they are decoded and preprocessed, device and precision, what a sink writes), with their final values, whether given or default.
/// Left out is what only changes how fast or where: requests, streams, batches, workers, order, error budget, report, output paths, and the
/// model's path, since the model itself is identified by its content. A path inside the configuration's folder counts relative to it.
/// </summary>
public static class ConfigurationFingerprint
{
    /// <summary>SHA-256 of the values, as 64 lower-case hexadecimal digits. Pure; safe from any thread.</summary>
    /// <param name="options">Valid options.</param>
    /// <param name="baseFolder">The folder paths are relative to: the YAML file's, or the current one for a flow built in code.</param>
    public static string Compute(FlowOptions options, string baseFolder)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(baseFolder);

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(CanonicalText(options, baseFolder))));
    }

    /// <summary>What is hashed: one <c>key=value</c> a line, in the order of the table; no value holds a line break.</summary>
    internal static string CanonicalText(FlowOptions options, string baseFolder)
    {
        var text = new StringBuilder();
        foreach (StatedValue value in ConfigurationKeys.Root.State(options, "", baseFolder))
        {
            if (value.Canonical is not null)
                text.Append(value.Path).Append('=').Append(value.Canonical).Append('\n');
        }

        return text.ToString();
    }
}
