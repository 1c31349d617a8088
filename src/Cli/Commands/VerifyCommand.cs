using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using OpenVinoFlow.Cli.Output;
using OpenVinoFlow.Pipeline;
using OpenVinoFlow.Pipeline.Configuration;
using OpenVinoFlow.Pipeline.Engines;
using OpenVinoFlow.Pipeline.Sources;
using OpenVinoFlow.Preprocess;
using OpenVinoFlow.Preprocess.Files;

namespace OpenVinoFlow.Cli.Commands;

/// <summary><c>ovflow verify IMAGE</c>: how far our input tensor and our results are from a reference.</summary>
internal static class VerifyCommand
{
    public static Command Create()
    {
        var image = new Argument<string>("IMAGE") { Description = "The picture." };
        var config = new Option<string>("--config") { Description = "The YAML file of the flow.", HelpName = "FILE", Required = true };
        var input = new Option<string?>("--input") { Description = "Reference of the network's input: a .png, or a .npy of u8 pixels or normalised f32 or f16 (NCHW or NHWC).", HelpName = "REFERENCE" };
        var result = new Option<string?>("--result") { Description = "Reference of an output: a .npy.", HelpName = "REFERENCE.npy" };
        var output = new Option<string?>("--output") { Description = "Which output; the first when left out.", HelpName = "NAME" };
        var tolerance = new Option<double>("--tolerance") { Description = "Largest difference that still counts as equal.", DefaultValueFactory = _ => 1e-4 };
        Option<string[]> set = CommonOptions.Set();

        var command = new Command("verify", "Compare the input tensor and the results of a picture with a reference.") { image, config, input, result, output, tolerance, set };
        command.SetAction((parsed, _) =>
        {
            bool json = parsed.GetValue(CommonOptions.Json);
            return Failures.GuardAsync(json, async () =>
            {
                FlowOptions options = ConfigurationReader.Load(parsed.GetRequiredValue(config), parsed.GetValue(set) ?? []).Options;
                string picture = parsed.GetRequiredValue(image);
                var comparisons = new List<Comparison>();
                if (parsed.GetValue(input) is { } inputReference)
                    comparisons.Add(CompareInput(picture, options, inputReference));
                if (parsed.GetValue(result) is { } resultReference)
                    comparisons.Add(await CompareResultAsync(picture, options, resultReference, parsed.GetValue(output)));
                if (comparisons.Count == 0)
                    throw new InvalidDataException("Nothing to compare with: give --input, --result or both.");

                return Report(comparisons, parsed.GetValue(tolerance), json);
            });
        });
        return command;
    }

    private static Comparison CompareInput(string picture, FlowOptions options, string reference)
    {
        if (!string.Equals(Path.GetExtension(reference), ".npy", StringComparison.OrdinalIgnoreCase))
        {
            NetworkInput pixels = NetworkInput.Prepare(picture, options, DataType.U8, ImageLayout.Nhwc);
            byte[] expected = ReadPicture(reference, pixels, options.Preprocess.Color);
            return new Comparison("input", TensorDifference.Between(Singles(pixels.Tensor), Singles(expected)));
        }

        NpyArray array = NpyArray.Read(reference);
        int[] dims = [.. array.Shape.Where((dim, axis) => dim != 1 || axis > 0)];
        ImageLayout layout = dims is [1 or 3, _, _] ? ImageLayout.Nchw : ImageLayout.Nhwc;
        DataType type = array.Type == PixelType.U8 ? DataType.U8 : DataType.F32;
        NetworkInput tensor = NetworkInput.Prepare(picture, options, type, layout);
        float[] actual = type == DataType.U8 ? Singles(tensor.Tensor) : MemoryMarshal.Cast<byte, float>(tensor.Tensor).ToArray();
        return new Comparison("input", Between(actual, array, reference));
    }

    private static async Task<Comparison> CompareResultAsync(string picture, FlowOptions options, string reference, string? outputName)
    {
        NpyArray expected = NpyArray.Read(reference);
        await using Flow flow = Flow.Create(options with { Source = new SourceOptions() }, Engines.Host);
        ImageResult result = await flow.StreamAsync(One(ImageItem.FromFile(Path.GetFileName(picture), Path.GetFullPath(picture)))).SingleAsync();
        if (result.Failure is { } failure)
            throw new InvalidDataException($"{picture}: {failure.Reason}: {failure.Message}");

        OwnedTensor output = (outputName is null ? result.Outputs[0] : result.Outputs.FirstOrDefault(tensor => tensor.Name == outputName))
            ?? throw new InvalidDataException($"The model has no output {outputName}; it has {string.Join(", ", result.Outputs.Select(tensor => tensor.Name))}.");
        if (output.Type != DataType.F32)
            throw new InvalidDataException($"Output {output.Name} has type {output.Type.Text()}; only f32 outputs can be compared.");
        return new Comparison($"result {output.Name}", Between(output.AsSpan<float>().ToArray(), expected, reference));
    }

    private static async IAsyncEnumerable<ImageItem> One(ImageItem item)
    {
        await Task.CompletedTask;
        yield return item;
    }

    private static TensorDifference Between(float[] actual, NpyArray reference, string path)
    {
        float[] expected = reference.ToSingles();
        return actual.Length == expected.Length
            ? TensorDifference.Between(actual, expected)
            : throw new InvalidDataException($"{path} has the shape [{string.Join(',', reference.Shape)}], {expected.Length} elements; ours has {actual.Length}.");
    }

    /// <summary>The reference picture's own pixels: decoded as ours are, and not resized.</summary>
    private static byte[] ReadPicture(string path, NetworkInput like, ColorOrder color)
    {
        byte[] pixels = new byte[like.Tensor.Length];
        using var preprocessor = new ImagePreprocessor(new PreprocessOptions { Width = like.Image.Width, Height = like.Image.Height, Color = color, DecodeScale = DecodeScale.Off });
        PreprocessResult result = preprocessor.Run(File.ReadAllBytes(path), pixels);
        if (!result.Ok)
            throw new InvalidDataException($"{path}: {result.Reason.ToText()}: {result.Message}");
        if ((result.SourceWidth, result.SourceHeight) != (like.Image.Width, like.Image.Height))
            throw new InvalidDataException($"{path} has {result.SourceWidth}x{result.SourceHeight} pixels; the network's input has {like.Image.Width}x{like.Image.Height}.");
        return pixels;
    }

    private static float[] Singles(byte[] bytes) => Array.ConvertAll(bytes, value => (float)value);

    private static int Report(List<Comparison> comparisons, double tolerance, bool json)
    {
        bool equal = comparisons.TrueForAll(comparison => comparison.Difference.Largest <= tolerance);
        if (json)
        {
            using JsonDocumentOutput output = JsonDocumentOutput.Open();
            Utf8JsonWriter writer = output.Writer;
            writer.WriteStartObject();
            writer.WriteBoolean("equal", equal);
            writer.WriteNumber("tolerance", tolerance);
            foreach (Comparison comparison in comparisons)
            {
                writer.WriteStartObject(comparison.What);
                writer.WriteNumber("max", comparison.Difference.Largest);
                writer.WriteNumber("mean", comparison.Difference.Mean);
                writer.WriteNumber("different", comparison.Difference.Different);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }
        else
        {
            foreach ((string what, TensorDifference difference) in comparisons)
            {
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{what}: max difference {difference.Largest:G6}, mean {difference.Mean:G6}, {difference.Different} elements differ"));
            }

            Console.WriteLine(equal ? $"equal within {tolerance.ToString(CultureInfo.InvariantCulture)}" : $"NOT equal within {tolerance.ToString(CultureInfo.InvariantCulture)}");
        }

        return equal ? ExitCode.Done : ExitCode.Difference;
    }

    private sealed record Comparison(string What, TensorDifference Difference);
}
