using OpenVinoFlow.Pipeline.Configuration;
using OpenVinoFlow.Pipeline.Measuring.Tuning;

namespace OpenVinoFlow.Cli;

/// <summary>A flow with what <c>ovflow tune</c> has found for it.</summary>
/// <param name="Configuration">The configuration, with the tuned values where there are any.</param>
/// <param name="Description">What reports say of it; null where there is no profile for the flow.</param>
internal sealed record TunedFlow(ResolvedConfiguration Configuration, string? Description)
{
    public const string Setting = "tuned";

    /// <param name="load">Reads the flow with overrides.</param>
    /// <param name="noTuned">Leaves it as it is.</param>
    public static TunedFlow Load(Func<IReadOnlyList<string>, ResolvedConfiguration> load, bool noTuned)
    {
        ResolvedConfiguration configuration = load([]);
        if (noTuned || TunedProfiles.Find(configuration, Engines.Catalog) is not { } match)
            return new TunedFlow(configuration, null);
        return new TunedFlow(load(match.Overrides), match.Description);
    }

    /// <summary>The settings of a report with what is to be said of the profile.</summary>
    public IReadOnlyDictionary<string, string> AddTo(IReadOnlyDictionary<string, string> settings) =>
        Description is null ? settings : new Dictionary<string, string>(settings) { [Setting] = Description };
}
