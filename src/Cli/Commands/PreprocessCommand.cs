using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using OpenVinoFlow.Cli.Output;
using OpenVinoFlow.Pipeline.Configuration;
using OpenVinoFlow.Pipeline.Engines;
using OpenVinoFlow.Preprocess;
using OpenVinoFlow.Preprocess.Files;

namespace OpenVinoFlow.Cli.Commands;

/// <summary><c>ovflow preprocess IMAGE</c>: shows what the network will see.</summary>
internal static class PreprocessCommand
{
    public static Command Create()
    {
        var image = new Argument<string>("IMAGE") { Description = "The picture." };
        var config = new Option<string>("--config") { Description = "The YAML file of the flow.", HelpName = "FILE", Required = true };
        var target = new Option<string>("--out") { Description = "Where to write: .png the pixels, .npy the tensor (f32 NCHW, normalised).", HelpName = "PICTURE.png", Required = true };
        Option<string[]> set = CommonOptions.Set();

        var command = new Command("preprocess", "Write what the network will see of a picture.") { image, config, target, set };
        command.SetAction((parsed, _) =>
        {
            bool json = parsed.GetValue(CommonOptions.Json);
            return Failures.GuardAsync(json, () =>
            {
                string path = parsed.GetRequiredValue(target);
                if (!HasExtension(path, ".png") && !HasExtension(path, ".npy"))
                    throw new InvalidDataException($"--out {path}: pixels are written to a .png, the normalised tensor to a .npy.");

                FlowOptions options = ConfigurationReader.Load(parsed.GetRequiredValue(config), parsed.GetValue(set) ?? []).Options;
                Report(Write(parsed.GetRequiredValue(image), options, path), path, json);
                return Task.FromResult(ExitCode.Done);
            });
        });
        return command;
    }

    private static NetworkInput Write(string image, FlowOptions options, string target)
    {
        if (HasExtension(target, ".npy"))
        {
            NetworkInput tensor = NetworkInput.Prepare(image, options, DataType.F32, ImageLayout.Nchw);
            NpyArray.Write(target, PixelType.F32, [1, tensor.Image.Channels, tensor.Image.Height, tensor.Image.Width], tensor.Tensor);
            return tensor;
        }

        NetworkInput pixels = NetworkInput.Prepare(image, options, DataType.U8, ImageLayout.Nhwc);
        PngFile.Write(target, pixels.Tensor, pixels.Image.Width, pixels.Image.Height, options.Preprocess.Color);
        return pixels;
    }

    private static bool HasExtension(string path, string extension) =>
        string.Equals(Path.GetExtension(path), extension, StringComparison.OrdinalIgnoreCase);

    private static void Report(NetworkInput input, string target, bool json)
    {
        PreprocessResult result = input.Result;
        ImageTransform transform = result.Transform;
        if (json)
        {
            using JsonDocumentOutput output = JsonDocumentOutput.Open();
            Utf8JsonWriter writer = output.Writer;
            writer.WriteStartObject();
            writer.WriteString("out", target);
            writer.WriteString("format", result.Format.ToString().ToLowerInvariant());
            writer.WriteString("decoder", result.Decoder);
            writer.WriteNumber("decode_eighths", result.ScaleNumerator);
            writer.WriteNumber("source_width", result.SourceWidth);
            writer.WriteNumber("source_height", result.SourceHeight);
            writer.WriteNumber("width", input.Image.Width);
            writer.WriteNumber("height", input.Image.Height);
            writer.WriteStartObject("to_source");
            writer.WriteNumber("scale_x", transform.ScaleX);
            writer.WriteNumber("offset_x", transform.OffsetX);
            writer.WriteNumber("scale_y", transform.ScaleY);
            writer.WriteNumber("offset_y", transform.OffsetY);
            writer.WriteEndObject();
            writer.WriteEndObject();
            return;
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{target}: {input.Image.Width}x{input.Image.Height} from {result.SourceWidth}x{result.SourceHeight} {result.Format.ToString().ToUpperInvariant()}, decoded by {result.Decoder} at {result.ScaleNumerator}/8, orientation {(int)result.Orientation}"));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  from network pixels to the picture's: x * {transform.ScaleX:G6} {transform.OffsetX:+ 0.###;- 0.###}, y * {transform.ScaleY:G6} {transform.OffsetY:+ 0.###;- 0.###}"));
    }
}
