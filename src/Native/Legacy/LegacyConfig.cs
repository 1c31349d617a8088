namespace OpenVinoFlow.Native.Legacy;

/// <summary>Configuration keys of the original API in today's terms; today's own keys pass as they are.</summary>
internal static class LegacyConfig
{
    /// <summary>Turns the keys into properties and takes out those that are this library's business.</summary>
    public static (Dictionary<string, string> Properties, bool DynamicBatch, int? BatchLimit) Translate(IReadOnlyDictionary<string, string>? config)
    {
        Dictionary<string, string> properties = [];
        bool dynamicBatch = false;
        int? limit = null;
        foreach ((string key, string value) in config ?? new Dictionary<string, string>())
        {
            switch (key)
            {
                case "DYN_BATCH_ENABLED":
                    dynamicBatch = YesOrNo(key, value);
                    break;
                case "DYN_BATCH_LIMIT":
                    limit = int.TryParse(value, out int number) && number >= 0 ? number : throw new ArgumentException($"{key} must be a number from 0, not '{value}'.", nameof(config));
                    break;
                case "CPU_THROUGHPUT_STREAMS":
                    properties["NUM_STREAMS"] = value.Replace("CPU_THROUGHPUT_", "", StringComparison.Ordinal);
                    break;
                case "CPU_THREADS_NUM":
                    properties["INFERENCE_NUM_THREADS"] = value;
                    break;
                case "CPU_BIND_THREAD":
                    properties["ENABLE_CPU_PINNING"] = value == "NO" ? "NO" : "YES";
                    break;
                case "ENFORCE_BF16":
                    properties["INFERENCE_PRECISION_HINT"] = YesOrNo(key, value) ? "bf16" : "f32";
                    break;
                default:
                    properties[key] = value;
                    break;
            }
        }

        return (properties, dynamicBatch, limit is 0 ? null : limit);
    }

    private static bool YesOrNo(string key, string value) => value switch
    {
        "YES" => true,
        "NO" => false,
        _ => throw new ArgumentException($"{key} must be YES or NO, not '{value}'.", nameof(value)),
    };
}
