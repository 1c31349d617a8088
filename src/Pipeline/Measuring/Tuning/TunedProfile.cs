using OpenVinoFlow.Pipeline.Configuration;

namespace OpenVinoFlow.Pipeline.Measuring.Tuning;

/// <summary>Values that were found to be faster than the defaults, for one flow and model on one kind of machine. Immutable.</summary>
public sealed record TunedProfile
{
    /// <summary>What <see cref="Format"/> says in files this version writes.</summary>
    public const string CurrentFormat = "ovflow-tuned/v1";

    /// <summary>Kind and version of the file.</summary>
    public string Format { get; init; } = CurrentFormat;

    /// <summary>What it holds for.</summary>
    public required TuningKey Key { get; init; }

    /// <summary>When it was found.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Name of the flow it was found with.</summary>
    public required string Flow { get; init; }

    /// <summary>The values, by key.</summary>
    public required IReadOnlyDictionary<string, string> Values { get; init; }

    /// <summary>How many times as fast as the defaults it was.</summary>
    public required double Ratio { get; init; }

    /// <summary>Lower end of that ratio's 95 % interval.</summary>
    public required double Low { get; init; }

    /// <summary>Upper end of it.</summary>
    public required double High { get; init; }
}

/// <summary>What a tuned profile holds for: with any of it changed, it is not used.</summary>
/// <param name="Processor">Brand of the processor.</param>
/// <param name="Cores">Processors that may be used.</param>
/// <param name="Quota">The control group's limit; null without one.</param>
/// <param name="ModelSha256">Hash of the model.</param>
/// <param name="Engine">Name and version of the engine.</param>
/// <param name="Configuration">Fingerprint of the flow without the tuned values.</param>
/// <param name="Given">Values somebody has set of the keys that would be tuned, which were therefore left alone.</param>
public sealed record TuningKey(string Processor, int Cores, double? Quota, string ModelSha256, string Engine, string Configuration, string Given)
{
    /// <summary>Of a flow here and now.</summary>
    internal static TuningKey Of(string modelSha256, string engine, ResolvedConfiguration configuration)
    {
        MachineDescription machine = MachineDescription.Current;
        IEnumerable<string> given = SearchSpace.Keys.Select(key => SearchSpace.SetValue(configuration, key)).OfType<ResolvedValue>().Select(value => $"{value.Key}={value.Value}");
        return new TuningKey(machine.Processor, machine.Cores, machine.Quota, modelSha256, engine, configuration.Fingerprint, string.Join(' ', given));
    }
}
