using System.Globalization;
using System.Runtime.InteropServices;
using OpenVinoFlow.Native;
using OpenVinoFlow.OnnxRuntime;
using OpenVinoFlow.Pipeline.Engines;
using OpenVinoFlow.Pipeline.Measuring;
using OpenVinoFlow.Preprocess.Decoding;

namespace OpenVinoFlow.Cli.Diagnosis;

/// <summary>Looks at everything a flow needs from the machine. Finds out; never fails.</summary>
internal static class Doctor
{
    public static IReadOnlyList<Finding> Examine(string? runtimePath) =>
    [
        ExamineMachine(),
        ExamineOpenVino(runtimePath),
        ExamineOnnxRuntime(),
        .. ExamineDecoders(),
    ];

    private static Finding ExamineMachine()
    {
        GCMemoryInfo memory = GC.GetGCMemoryInfo();
        string precision = PrecisionChoice.Bf16Reason() is { } reason ? $"bf16 ({reason})" : "f32 (no fast bf16)";
        return new Finding("machine", FindingState.Ok, Processor.Name,
        [
            $"cores: {Processor.Cores}",
            $"instruction sets: {string.Join(' ', Processor.Features)}",
            $"precision: auto means {precision}",
            string.Create(CultureInfo.InvariantCulture, $"memory: {memory.TotalAvailableMemoryBytes / (double)(1 << 30):0.#} GiB available to this process"),
            $"system: {RuntimeInformation.OSDescription}, {RuntimeInformation.RuntimeIdentifier}, .NET {Environment.Version}",
        ]);
    }

    private static Finding ExamineOpenVino(string? runtimePath)
    {
        try
        {
            OpenVinoRuntime runtime = OpenVinoRuntime.Load(runtimePath);
            using var core = new Core();
            string device = core.GetProperty("CPU", "FULL_DEVICE_NAME");
            string capabilities = core.GetProperty("CPU", "OPTIMIZATION_CAPABILITIES");
            return new Finding(
                "openvino",
                FindingState.Ok,
                $"{runtime.BuildNumber} in {runtime.Directory}",
                [$"CPU device: {device}, {capabilities}", .. SearchLines(runtimePath)]);
        }
        catch (Exception error) when (error is OpenVinoRuntimeException or OpenVinoException)
        {
            return new Finding(
                "openvino",
                FindingState.Missing,
                "not usable: flows with ONNX models run on ONNX Runtime instead",
                SearchLines(runtimePath),
                "pip install openvino, or ovflow runtime install openvino-….whl (a wheel from: pip download --no-deps openvino), or set OVFLOW_OPENVINO_DIR");
        }
    }

    private static IReadOnlyList<string> SearchLines(string? runtimePath) =>
        [.. OpenVinoRuntime.Search(runtimePath).ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => "searched " + line.Trim())];

    private static Finding ExamineOnnxRuntime()
    {
        using var engine = new OnnxRuntimeEngine();
        return new Finding("onnxruntime", FindingState.Ok, engine.Version, ["ONNX models, on the processor"]);
    }

    private static IEnumerable<Finding> ExamineDecoders() => DecoderCatalog.Describe().Select(decoder => new Finding(
        decoder.Name,
        decoder.Available ? FindingState.Ok : FindingState.Missing,
        decoder.Available ? $"{decoder.Version ?? "version unknown"} in {decoder.Location ?? "an unknown place"}" : "not usable",
        [$"decodes {string.Join(", ", decoder.Formats.Select(format => format.ToString().ToUpperInvariant()))}"],
        decoder.Problem));
}
