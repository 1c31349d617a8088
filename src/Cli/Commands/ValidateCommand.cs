using System.CommandLine;
using System.Text.Json;
using OpenVinoFlow.Cli.Output;
using OpenVinoFlow.Pipeline;
using OpenVinoFlow.Pipeline.Configuration;
using OpenVinoFlow.Pipeline.Engines;
using OpenVinoFlow.Pipeline.Sources;

namespace OpenVinoFlow.Cli.Commands;

/// <summary><c>ovflow validate FILE</c>: everything that can be found wrong without running.</summary>
internal static class ValidateCommand
{
    public static Command Create()
    {
        Argument<string> file = CommonOptions.File();
        Option<string[]> set = CommonOptions.Set();
        Option<string?> profile = CommonOptions.Profile();

        var command = new Command("validate", "Check the configuration, the source and the model without running anything.") { file, set, profile };
        command.SetAction((parsed, _) =>
        {
            bool json = parsed.GetValue(CommonOptions.Json);
            return Failures.GuardAsync(json, () =>
            {
                string path = parsed.GetRequiredValue(file);
                Validate(path, parsed.GetValue(set) ?? [], parsed.GetValue(profile), json);
                return Task.FromResult(ExitCode.Done);
            });
        });
        return command;
    }

    private static void Validate(string path, string[] overrides, string? profile, bool json)
    {
        ResolvedConfiguration configuration = ConfigurationReader.Load(path, overrides, profile);
        FlowOptions options = configuration.Options;

        IImageSource source = ImageSources.Create(options.Source);
        source.Check();

        using IInferenceEngine engine = Engines.Catalog.Create(options.Model);
        ModelDescription model = engine.Describe(options.Model.Path);
        ImageInput image = CompilePlan.ImageInputOf(model, options.Preprocess);

        if (json)
        {
            using JsonDocumentOutput output = JsonDocumentOutput.Open();
            Utf8JsonWriter writer = output.Writer;
            writer.WriteStartObject();
            writer.WriteBoolean("valid", true);
            writer.WriteString("fingerprint", configuration.Fingerprint);
            writer.WriteString("source", source.Description);
            writer.WriteString("engine", $"{engine.Name} {engine.Version}");
            writer.WriteString("input", $"{image.Width}x{image.Height}x{image.Channels}");
            writer.WriteEndObject();
        }
        else
        {
            Console.WriteLine($"{path} is valid.");
            Console.WriteLine($"  source  {source.Description}");
            Console.WriteLine($"  engine  {engine.Name} {engine.Version}");
            Console.WriteLine($"  input   {model.Inputs[image.Index]} as {image.Width}x{image.Height}x{image.Channels}, {image.Layout.ToString().ToUpperInvariant()}");
            foreach (TensorDescription output in model.Outputs)
                Console.WriteLine($"  output  {output}");
        }
    }
}
