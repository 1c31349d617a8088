using System.Text.Json;
using OpenVinoFlow.Cli.Output;
using OpenVinoFlow.Pipeline.Configuration;

namespace OpenVinoFlow.Cli.Measuring;

/// <summary>The device's properties as benchmark_app's -dump_config writes them and its -load_config reads them.</summary>
internal static class DeviceConfiguration
{
    /// <summary>Names of our settings and of OpenVINO's properties.</summary>
    private static readonly (string Setting, string Property)[] _names =
    [
        ("streams", "NUM_STREAMS"),
        ("threads", "INFERENCE_NUM_THREADS"),
        ("inference_precision", "INFERENCE_PRECISION_HINT"),
    ];

    /// <exception cref="InvalidDataException">The engine has no such properties.</exception>
    public static void Write(string path, string engine, ModelOptions model, IReadOnlyDictionary<string, string> settings)
    {
        if (engine != "openvino")
            throw new InvalidDataException($"-dump_config writes properties of OpenVINO; the engine is {engine}.");

        var properties = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["PERFORMANCE_HINT"] = "THROUGHPUT" };
        foreach ((string setting, string property) in _names)
            properties[property] = settings[setting];
        foreach ((string key, string value) in model.Properties)
            properties[key] = value;

        using StreamWriter file = TextFiles.Create(path);
        file.WriteLine(JsonSerializer.Serialize(
            new Dictionary<string, SortedDictionary<string, string>> { [model.Device] = properties }, _indented));
    }

    private static readonly JsonSerializerOptions _indented = new() { WriteIndented = true };
}
