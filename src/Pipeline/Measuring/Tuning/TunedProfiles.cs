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
    /// <returns>The profile and its file; where it fits but is not to be used, why.</returns>
    public static TunedMatch? Find(ResolvedConfiguration configuration, EngineCatalog engines)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(engines);
        ModelOptions model = configuration.Options.Model;

        // Hashing the model and loading the engine are only worth while where there is anything to find.
        if (model.Engine == EngineKind.Null || !File.Exists(model.Path) || !Directory.Exists(Folder))
            return null;

        string hash = ModelFiles.HashOf(model.Path);
        if (Directory.GetFiles(Folder, $"{hash[..ShortHash]}-*.json").Length == 0)
            return null;

        using IInferenceEngine engine = engines.Create(model);
        TuningKey key = TuningKey.Of(hash, $"{engine.Name} {engine.Version}", configuration.Fingerprint);
        string path = PathOf(key);
        if (!File.Exists(path) || Read(path) is not { } profile || profile.Key != key)
            return null;

        string[] set = [.. profile.Values.Keys.Where(value => SearchSpace.IsSet(configuration, value))];
        return new TunedMatch(profile, path, set.Length == 0 ? null : $"{string.Join(", ", set)} {(set.Length == 1 ? "is" : "are")} set, and the profile was found without");
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
    internal static void Forget(TuningKey key) => File.Delete(PathOf(key));

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
/// <param name="Refusal">Why it is not used all the same; null when it is.</param>
public sealed record TunedMatch(TunedProfile Profile, string File, string? Refusal)
{
    /// <summary>The values as overrides; none when it is not used.</summary>
    public IReadOnlyList<string> Overrides => Refusal is null ? [.. Profile.Overrides] : [];

    /// <summary>What to say of it in a settings line.</summary>
    public string Description => Refusal is null
        ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"x{Profile.Ratio:0.00} the defaults, {string.Join(" ", Profile.Overrides)} ({File})")
        : $"not used: {Refusal} ({File})";
}
