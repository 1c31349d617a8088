using System.CommandLine;
using System.Text.Json;
using OpenVinoFlow.Cli.Output;
using OpenVinoFlow.Native;
using OpenVinoFlow.Pipeline.Configuration;
using OpenVinoFlow.Pipeline.Engines;

namespace OpenVinoFlow.Cli.Commands;

/// <summary><c>ovflow inspect MODEL</c>: a model's ports, and the devices that could run it.</summary>
internal static class InspectCommand
{
    public static Command Create()
    {
        var target = new Argument<string>("MODEL") { Description = "A model (.xml, .onnx, .tflite), or the YAML file of a flow." };
        var engine = new Option<EngineKind>("--engine") { Description = "auto, openvino or onnxruntime.", DefaultValueFactory = _ => EngineKind.Auto };
        var runtime = new Option<string?>("--runtime") { Description = "Folder of OpenVINO's native libraries.", HelpName = "FOLDER" };

        var command = new Command("inspect", "Print a model's inputs and outputs, and the devices.") { target, engine, runtime };
        command.SetAction((parsed, _) =>
        {
            bool json = parsed.GetValue(CommonOptions.Json);
            return Failures.GuardAsync(json, () =>
            {
                ModelOptions options = ModelOf(parsed.GetRequiredValue(target), parsed.GetValue(engine), parsed.GetValue(runtime));
                Inspect(options, json);
                return Task.FromResult(ExitCode.Done);
            });
        });
        return command;
    }

    private static ModelOptions ModelOf(string target, EngineKind engine, string? runtime) =>
        Path.GetExtension(target) is ".yaml" or ".yml"
            ? ConfigurationReader.Load(target, []).Options.Model
            : new ModelOptions { Path = Path.GetFullPath(target), Engine = engine, Runtime = runtime };

    private static void Inspect(ModelOptions options, bool json)
    {
        using IInferenceEngine engine = Engines.Catalog.Create(options);
        ModelDescription model = engine.Describe(options.Path);
        IReadOnlyList<(string Name, string Title)> devices = DevicesOf(engine);

        if (json)
        {
            WriteJson(options, engine, model, devices);
            return;
        }

        Console.WriteLine($"{options.Path}{(model.Name.Length > 0 ? $" ({model.Name})" : "")}");
        Console.WriteLine($"  engine  {engine.Name} {engine.Version}");
        foreach (TensorDescription input in model.Inputs)
            Console.WriteLine($"  input   {input}  {LayoutOf(input)}");
        foreach (TensorDescription output in model.Outputs)
            Console.WriteLine($"  output  {output}");
        foreach ((string name, string title) in devices)
            Console.WriteLine($"  device  {name}  {title}");
    }

    private static void WriteJson(
        ModelOptions options, IInferenceEngine engine, ModelDescription model, IReadOnlyList<(string Name, string Title)> devices)
    {
        using JsonDocumentOutput output = JsonDocumentOutput.Open();
        Utf8JsonWriter writer = output.Writer;
        writer.WriteStartObject();
        writer.WriteString("path", options.Path);
        writer.WriteString("name", model.Name);
        writer.WriteString("engine", $"{engine.Name} {engine.Version}");
        WritePorts(writer, "inputs", model.Inputs, withLayout: true);
        WritePorts(writer, "outputs", model.Outputs, withLayout: false);
        writer.WriteStartArray("devices");
        foreach ((string name, string title) in devices)
        {
            writer.WriteStartObject();
            writer.WriteString("name", name);
            writer.WriteString("full_name", title);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WritePorts(Utf8JsonWriter writer, string key, IReadOnlyList<TensorDescription> ports, bool withLayout)
    {
        writer.WriteStartArray(key);
        foreach (TensorDescription port in ports)
        {
            writer.WriteStartObject();
            writer.WriteString("name", port.Name);
            writer.WriteString("type", port.Type.Text());
            writer.WriteStartArray("shape");
            foreach (long dim in port.Dims)
                writer.WriteNumberValue(dim);
            writer.WriteEndArray();
            if (withLayout)
                writer.WriteString("layout", LayoutOf(port));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>What the dimensions most likely mean; neither format says it.</summary>
    private static string LayoutOf(TensorDescription port) => port.Dims switch
    {
        [_, 1 or 3, _, _] => "NCHW (3 or 1 channels in second place)",
        [_, _, _, 1 or 3] => "NHWC (3 or 1 channels in last place)",
        [_, _, _, _] => "unknown (no dimension of 3 or 1 channels)",
        _ => "not an image",
    };

    private static IReadOnlyList<(string Name, string Title)> DevicesOf(IInferenceEngine engine)
    {
        if (engine.Name != "openvino")
            return [("CPU", "this processor")];

        using var core = new Core();
        return [.. core.AvailableDevices.Select(device => (device, core.GetProperty(device, "FULL_DEVICE_NAME")))];
    }
}
