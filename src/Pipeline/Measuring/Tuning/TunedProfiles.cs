using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using OpenVinoFlow.Pipeline.Configuration;
using OpenVinoFlow.Pipeline.Engines;

namespace OpenVinoFlow.Pipeline.Measuring.Tuning;

/// <summary>
/// The tuned profiles of this user: <c>ovflow/tuned</c> in the user's cache folder (<c>XDG_CACHE_HOME</c>, or <c>.cache</c> in the home folder), one
/// file for each flow, model and kind of machine.
/// </summary>
public static class TunedProfiles
{
    private const int ShortHash = 16;

    /// <summary>The folder.</summary>
    public static string Folder
    {
        get
        {
            string cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } configured
                ? configured
                : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
            return Path.Combine(cache, "ovflow", "tuned");
        }
    }

    /// <summary>The profile that fits a configuration here and now, or null.</summary>
    /// <param name="configuration">The flow, without tuned values.</param>
    /// <param name="engines">The engines it may run on.</param>
    public static TunedMatch? Find(ResolvedConfiguration configuration, EngineCatalog engines)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(engines);
        ModelOptions model = configuration.Options.Model;

        // Hashing the model and loading the engine are only worth while where there is anything to find.
        if (model.Engine == EngineKind.Null || !File.Exists(model.Path) || !Directory.Exists(Folder))
            return null;

        string hash = ModelFile.HashOf(model.Path);
        if (Directory.GetFiles(Folder, $"{hash[..ShortHash]}-*.json").Length == 0)
            return null;

        using IInferenceEngine engine = engines.Create(model);
        TuningKey key = TuningKey.Of(hash, $"{engine.Name} {engine.Version}", configuration);
        string path = PathOf(key);
        return File.Exists(path) && Read(path) is { } profile && profile.Key == key ? new TunedMatch(profile, path) : null;
    }

    /// <summary>Keeps a profile in the place of an earlier one for the same; returns its file.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static string Keep(TunedProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        string path = PathOf(profile.Key);
        Directory.CreateDirectory(Folder);
        string temporary = $"{path}.{Environment.ProcessId}";
        File.WriteAllText(temporary, JsonSerializer.Serialize(profile, MeasuringJson.Default.TunedProfile));
        File.Move(temporary, path, overwrite: true);
        return path;
    }

    /// <summary>Forgets the profile for this, if there is one: the defaults are as good.</summary>
    internal static void Forget(TuningKey key)
    {
        if (Directory.Exists(Folder))
            File.Delete(PathOf(key));
    }

    /// <summary>A file that is damaged or of another version is none.</summary>
    private static TunedProfile? Read(string path)
    {
        try
        {
            TunedProfile? profile = JsonSerializer.Deserialize(File.ReadAllText(path), MeasuringJson.Default.TunedProfile);
            return profile?.Format == TunedProfile.CurrentFormat ? profile : null;
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string PathOf(TuningKey key)
    {
        string rest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(key, MeasuringJson.Default.TuningKey))));
        return Path.Combine(Folder, $"{key.ModelSha256[..ShortHash]}-{rest[..ShortHash]}.json");
    }
}

/// <summary>A tuned profile that fits.</summary>
/// <param name="Profile">The profile.</param>
/// <param name="File">Its file.</param>
public sealed record TunedMatch(TunedProfile Profile, string File)
{
    /// <summary>The values as overrides of the configuration.</summary>
    public IReadOnlyList<string> Overrides => [.. Profile.Values.Select(value => $"{value.Key}={value.Value}")];

    /// <summary>What to say of it in a settings line.</summary>
    public string Description =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"x{Profile.Ratio:0.00} the defaults by {string.Join(" ", Overrides)} ({File})");
}
