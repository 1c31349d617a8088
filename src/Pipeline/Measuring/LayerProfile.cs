using OpenVinoFlow.Pipeline.Engines;

namespace OpenVinoFlow.Pipeline.Measuring;

/// <summary>Where the time of a network goes, from a run of its own in which the engine took the time of every layer. Immutable.</summary>
public sealed record LayerProfile
{
    /// <summary>The layers that took time, the longest first.</summary>
    public required IReadOnlyList<LayerShare> Layers { get; init; }

    /// <summary>Sum of all layers for one inference, in microseconds.</summary>
    public required double LayersMicroseconds { get; init; }

    /// <summary>Time of one inference from its start to its end, in microseconds, as many at a time as there are streams.</summary>
    public required double WallMicroseconds { get; init; }

    /// <summary>Inferences the figures are of.</summary>
    public required long Inferences { get; init; }

    /// <summary>How many times as much processor time an inference took because layers were timed; null where that was not measured.</summary>
    public double? Overhead { get; init; }

    /// <summary>The engine's figures for each request; empty where the engine does not tell requests apart.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public IReadOnlyList<IReadOnlyList<LayerTime>> ByRequest { get; init; } = [];

    /// <summary>The engine's figures, merged over all requests, in its own order.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public IReadOnlyList<LayerTime> All { get; init; } = [];

    /// <summary>Sorts an engine's figures and sets them against one another.</summary>
    internal static LayerProfile Of(IReadOnlyList<LayerTime> layers, long inferences, double wallMicroseconds)
    {
        (LayerTime Layer, double PerInference)[] timed =
        [
            .. layers.Select(layer => (layer, layer.Calls is { } calls ? layer.Microseconds * calls / Math.Max(1, inferences) : layer.Microseconds)),
        ];
        double sum = timed.Sum(layer => layer.PerInference);
        return new LayerProfile
        {
            Layers =
            [
                .. timed.Where(layer => layer.PerInference > 0)
                    .OrderByDescending(layer => layer.PerInference)
                    .Select(layer => new LayerShare(
                        layer.Layer.Name, layer.Layer.Type, layer.Layer.Kernel, layer.Layer.Microseconds, layer.PerInference / sum, layer.Layer.Calls ?? inferences)),
            ],
            LayersMicroseconds = sum,
            WallMicroseconds = wallMicroseconds,
            Inferences = inferences,
            All = layers,
        };
    }
}

/// <summary>One layer of a profile.</summary>
/// <param name="Name">Name of the layer.</param>
/// <param name="Type">The operation.</param>
/// <param name="Kernel">What executed it.</param>
/// <param name="Microseconds">Mean time of one call.</param>
/// <param name="Share">Share of all layers' time, 0..1.</param>
/// <param name="Calls">How often it ran.</param>
public sealed record LayerShare(string Name, string Type, string Kernel, double Microseconds, double Share, long Calls);
