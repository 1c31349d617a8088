using OpenVinoFlow.Pipeline.Configuration;

namespace OpenVinoFlow.Pipeline.Tests.Configuration;

/// <summary>Texts of configurations, and how tests read them: from a folder that need not exist, with an environment of their own.</summary>
internal static class Flows
{
    public const string Folder = "/flows";

    public const string Minimal = """
        model: { path: m.onnx }
        source: { images: photos }

        """;

    /// <summary>A text that holds something of everything: every kind of key, profiles, quotes, comments, interpolation.</summary>
    public const string Full = """
        # A comment
        api_version: ovflow/v1
        name: "a flow: with \"quotes\""
        model:
          path: ${env:MODELS:-models}/net.xml
          engine: openvino
          device: CPU
          precision: f32
          runtime: auto
          cache_dir: cache
          properties: { ENABLE_CPU_PINNING: NO, AFFINITY: "x" }
        source:
          images: { path: photos, pattern: "**/*.jpg", recursive: false, repeat: 2 }
        preprocess:
          decoder: turbojpeg
          decode_scale: off
          resize: { mode: letterbox, algorithm: pillow_bicubic, width: 640, height: 480, pad_value: 0, center: false, upscale: false }
          color: bgr
          mean: [1.5, 2, -3]
          scale: 255
          background: [255, 255, 255]
          apply_exif_orientation: false
          max_pixels: 100_000_000
          max_file_bytes: 64 MiB
          tolerate_warnings: true
        infer: { mode: sync, requests: 4, streams: 2, threads: 3, batch: 8, batch_timeout: 1.5s, scheduling: round_robin }
        workers: { decode: 2, read: 1 }
        sinks:
          - jsonl: { path: out/results.jsonl, top_k: 3, labels: labels.txt, output: probabilities }
          - npy:
              path: out/raw
              outputs:
                - probabilities
                - 'features'
        output: { order: input, order_window: 64 }
        errors: { max_failures: 10, max_failure_rate: 2.5%, min_inputs: 20, quarantine: out/quarantine.jsonl }
        report: { json: out/report.json, per_layer: true }
        run: { drain_timeout: 1m }
        profiles:
          quick: { source: { synthetic: 1000 }, infer: { batch: 1 } }
          plain:
            sinks: []

        """;

    public static ResolvedConfiguration Read(
        string yaml, IReadOnlyList<string>? overrides = null, string? profile = null, IReadOnlyDictionary<string, string>? environment = null) =>
        ConfigurationReader.Parse(yaml, Folder, overrides ?? [], profile, "flow.yaml", name => environment?.GetValueOrDefault(name));

    public static IReadOnlyList<ConfigurationProblem> Problems(
        string yaml, IReadOnlyList<string>? overrides = null, string? profile = null, IReadOnlyDictionary<string, string>? environment = null) =>
        Assert.Throws<ConfigurationException>(() => Read(yaml, overrides, profile, environment)).Problems;

    /// <summary>The messages, one a line.</summary>
    public static string Complaints(
        string yaml, IReadOnlyList<string>? overrides = null, string? profile = null, IReadOnlyDictionary<string, string>? environment = null) =>
        string.Join('\n', Problems(yaml, overrides, profile, environment));

    public static string Value(this ResolvedConfiguration configuration, string key) => configuration.Values.Single(value => value.Key == key).Value;

    public static string Origin(this ResolvedConfiguration configuration, string key) =>
        configuration.Values.Single(value => value.Key == key).Origin.ToString();
}
