using System.Globalization;
using OpenVinoFlow.Pipeline.Configuration;

namespace OpenVinoFlow.Pipeline.Measuring.Tuning;

/// <summary>What may be tried.</summary>
internal static class SearchSpace
{
    /// <summary>Keys that are tuned where nobody has set them; those that matter most first.</summary>
    public static IReadOnlyList<string> Keys { get; } =
        ["infer.batch", "infer.streams", "model.precision", "infer.mode", "workers.decode", "infer.requests", "infer.threads"];

    /// <summary>Changes of one key to try, the most promising first, on top of what is best so far.</summary>
    /// <param name="key">One of <see cref="Keys"/>.</param>
    /// <param name="cores">Processors there are.</param>
    /// <param name="engine">The engine's name.</param>
    /// <param name="now">The settings of what is best so far, as reports give them.</param>
    public static IEnumerable<IReadOnlyDictionary<string, string>> Changes(string key, int cores, string engine, IReadOnlyDictionary<string, string> now)
    {
        switch (key)
        {
            case "infer.batch":
                foreach (int batch in (int[])[4, 8, 2, 16])
                    yield return Of(key, batch);
                break;
            case "infer.streams":
                foreach (int streams in Around(cores, Setting(now, "streams")))
                    yield return Of(key, streams);
                break;
            case "infer.requests":
                int current = Setting(now, "streams") ?? cores;
                foreach (int requests in Distinct([current + 2, 2 * current, current, current + 1], Setting(now, "requests")))
                    yield return Of(key, requests);
                break;
            case "workers.decode":
                foreach (int workers in Distinct([cores - 1, cores + 1, cores / 2, 2 * cores, cores], Setting(now, "decode_workers")))
                    yield return Of(key, workers);
                break;
            case "infer.threads":
                foreach (int threads in Distinct([cores / 2, cores - 1, cores, 2 * cores], Setting(now, "threads") ?? cores))
                    yield return Of(key, threads);
                break;
            case "model.precision" when engine == "openvino":
                string precision = now.GetValueOrDefault("inference_precision", "");
                foreach (string other in (string[])["f32", "bf16", "f16"])
                {
                    if (other != precision)
                        yield return new Dictionary<string, string> { [key] = other };
                }

                break;
            case "infer.mode":
                yield return new Dictionary<string, string> { [key] = "sync" };
                break;
            default:
                yield break;
        }
    }

    /// <summary>What is not tried, and why, whatever the flow.</summary>
    public static string OfPreprocessing(string engine) => engine == "openvino"
        ? "preprocessing outside the graph is not tried: OpenVINO's graphs normalise by themselves here, and take pixels as they are decoded"
        : $"preprocessing inside the graph is not tried: {engine} takes the graph as it is, and pictures are normalised before it";

    /// <summary>The key's value where somebody has set it, otherwise null.</summary>
    public static ResolvedValue? SetValue(ResolvedConfiguration configuration, string key) =>
        configuration.Values.FirstOrDefault(value => value.Key == key && value.Origin.Kind != ConfigurationOriginKind.Default);

    private static Dictionary<string, string> Of(string key, int value) => new() { [key] = value.ToString(CultureInfo.InvariantCulture) };

    private static IEnumerable<int> Around(int cores, int? now) => Distinct([1, cores / 2, cores, 2 * cores], now);

    private static IEnumerable<int> Distinct(int[] values, int? without) => values.Where(value => value >= 1 && value != without).Distinct();

    private static int? Setting(IReadOnlyDictionary<string, string> settings, string name) =>
        settings.TryGetValue(name, out string? text) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : null;
}
