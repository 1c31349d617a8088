using System.Globalization;
using OpenVinoFlow.Pipeline.Configuration;

namespace OpenVinoFlow.Pipeline.Engines;

/// <summary>How a model is to be compiled. Everything <c>auto</c> that the flow can decide has been decided.</summary>
public sealed record CompileSpec
{
    /// <summary>Absolute path of the model.</summary>
    public required string ModelPath { get; init; }

    /// <summary>The model's inputs and outputs, as <see cref="IInferenceEngine.Describe"/> gave them.</summary>
    public required ModelDescription Model { get; init; }

    /// <summary>The image input: which one, its layout and size.</summary>
    public required ImageInput Image { get; init; }

    /// <summary>Images in one inference.</summary>
    public int Batch { get; init; } = 1;

    /// <summary>Subtracted from each channel: one value an image channel.</summary>
    public required IReadOnlyList<float> Mean { get; init; }

    /// <summary>Divides each channel: one value an image channel.</summary>
    public required IReadOnlyList<float> Scale { get; init; }

    /// <summary>Device name.</summary>
    public string Device { get; init; } = "CPU";

    /// <summary>Arithmetic inside the network.</summary>
    public PrecisionKind Precision { get; init; } = PrecisionKind.Auto;

    /// <summary>Execution streams; null leaves it to the engine.</summary>
    public int? Streams { get; init; }

    /// <summary>Threads the engine may use in all.</summary>
    public required int Threads { get; init; }

    /// <summary>Infer requests the caller will create; null asks the engine.</summary>
    public int? Requests { get; init; }

    /// <summary>Properties passed to the device as they are; they win over everything above.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = new Dictionary<string, string>();

    /// <summary>Folder for compiled models; null keeps none.</summary>
    public string? CacheDirectory { get; init; }

    /// <summary>Whether per-layer times are collected.</summary>
    public bool Profile { get; init; }

    /// <summary>Equal for specifications that compile to the same thing.</summary>
    internal string Key => string.Create(
        CultureInfo.InvariantCulture,
        $"{ModelPath}|{Image}|{Batch}|{string.Join(' ', Mean)}|{string.Join(' ', Scale)}|{Device}|{Precision}|{Streams}|{Threads}|{Requests}|{Profile}|{CacheDirectory}|{string.Join(' ', Properties.OrderBy(pair => pair.Key, StringComparer.Ordinal))}");
}
