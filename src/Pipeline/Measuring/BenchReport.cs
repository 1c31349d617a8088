using OpenVinoFlow.Pipeline.Sinks;

namespace OpenVinoFlow.Pipeline.Measuring;

/// <summary>Everything measured of a flow in one go, with what is needed to tell it from another. Immutable; the JSON file of <c>ovflow bench</c>.</summary>
public sealed record BenchReport
{
    /// <summary>What <see cref="Format"/> says in files this version writes.</summary>
    public const string CurrentFormat = "ovflow-bench/v1";

    /// <summary>Kind and version of the file.</summary>
    public string Format { get; init; } = CurrentFormat;

    /// <summary>When it was begun.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Equal in two reports that were measured in turns, window by window; null for one measured alone.</summary>
    public string? Session { get; init; }

    /// <summary>Model, configuration and versions.</summary>
    public required Provenance Provenance { get; init; }

    /// <summary>The machine.</summary>
    public required MachineDescription Machine { get; init; }

    /// <summary>How the flow was set up.</summary>
    public required IReadOnlyDictionary<string, string> Settings { get; init; }

    /// <summary>What was measured, in this order.</summary>
    public required IReadOnlyList<Measurement> Measurements { get; init; }

    /// <summary>What the processors could do at best; null where the stages were not measured.</summary>
    public ProcessorBound? Bound { get; init; }

    /// <summary>What the flow would do if its parts cost nothing; null where that was not measured.</summary>
    public IReadOnlyList<Ceiling>? Ceilings { get; init; }

    /// <summary>Where the network's time goes, from a run of its own; null where that was not measured.</summary>
    public LayerProfile? Layers { get; init; }

    /// <summary>This report against another; null where it was not compared.</summary>
    public Comparison? Comparison { get; init; }

    /// <summary>What was not measured though it was asked for, and why.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>True when every figure may be used.</summary>
    public bool Valid => Measurements.All(measurement => measurement.Verdict.Valid);

    /// <summary>The measurement of that name, or null.</summary>
    public Measurement? Find(string name) => Measurements.FirstOrDefault(measurement => measurement.Name == name);
}

/// <summary>
/// How many images the processors could do a second if they did nothing but decode and infer, each at the cost it has alone, and how near the
/// flow comes to that.
/// </summary>
/// <param name="Cores">Processors.</param>
/// <param name="PreprocessMilliseconds">Processor time to decode and resize one image.</param>
/// <param name="InferMilliseconds">Processor time to infer one image.</param>
/// <param name="ImagesPerSecond">Processors divided by the sum.</param>
/// <param name="Reached">The end-to-end rate as a share of that; null where it was not measured.</param>
public sealed record ProcessorBound(double Cores, double PreprocessMilliseconds, double InferMilliseconds, double ImagesPerSecond, double? Reached)
{
    /// <summary>Of what was measured; null where a part is missing.</summary>
    public static ProcessorBound? Of(IReadOnlyList<Measurement> measurements, double cores)
    {
        double? preprocess = Cost("preprocess");
        double? infer = Cost("inference_only");
        if (preprocess is null || infer is null)
            return null;

        double rate = cores * 1000 / (preprocess.Value + infer.Value);
        double? reached = measurements.FirstOrDefault(measurement => measurement.Name == "end_to_end")?.ImagesPerSecond / rate;
        return new ProcessorBound(cores, preprocess.Value, infer.Value, rate, reached);

        double? Cost(string name) => measurements.FirstOrDefault(measurement => measurement.Name == name) is { CpuMillisecondsPerImage: > 0 } found
            ? found.CpuMillisecondsPerImage
            : null;
    }
}
