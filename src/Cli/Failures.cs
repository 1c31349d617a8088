using System.Text.Json;
using OpenVinoFlow.Cli.Output;
using OpenVinoFlow.Native;
using OpenVinoFlow.Pipeline.Configuration;
using OpenVinoFlow.Pipeline.Engines;
using OpenVinoFlow.Pipeline.Resume;
using OpenVinoFlow.Pipeline.Sinks;
using OpenVinoFlow.Pipeline.Sources;

namespace OpenVinoFlow.Cli;

/// <summary>Turns what a command throws into one clear message and the documented exit code; never a stack trace.</summary>
internal static class Failures
{
    public static async Task<int> GuardAsync(bool json, Func<Task<int>> command)
    {
        try
        {
            return await command();
        }
        catch (OperationCanceledException)
        {
            return Report(json, ExitCode.Cancelled, "cancelled", ["Cancelled."]);
        }
        catch (ConfigurationException error)
        {
            return Report(json, ExitCode.Usage, "configuration", [.. error.Problems.Select(problem => problem.ToString())]);
        }
        catch (SourceException error)
        {
            return Report(json, ExitCode.Usage, "source", [error.Message]);
        }
        catch (ResumeException error)
        {
            return Report(json, ExitCode.Usage, "resume", [error.Message]);
        }
        catch (SinkException error)
        {
            return Report(json, ExitCode.Usage, "sink", [error.Message]);
        }
        catch (Exception error) when (error is InferenceException or OpenVinoException or OpenVinoRuntimeException)
        {
            return Report(json, ExitCode.ModelOrRuntime, "model_or_runtime", [error.Message]);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException or InvalidDataException or UnauthorizedAccessException)
        {
            return Report(json, ExitCode.Usage, "file", [error.Message]);
        }
        catch (Exception error)
        {
            string type = error.GetType().Name;
            return Report(json, ExitCode.Unexpected, "unexpected", [$"{type}: {error.Message}", "This is a defect: please report it with the command you ran."]);
        }
    }

    private static int Report(bool json, int exitCode, string kind, IReadOnlyList<string> messages)
    {
        if (json)
        {
            using JsonDocumentOutput output = JsonDocumentOutput.Open();
            Utf8JsonWriter writer = output.Writer;
            writer.WriteStartObject();
            writer.WriteStartObject("error");
            writer.WriteString("kind", kind);
            writer.WriteStartArray("messages");
            foreach (string message in messages)
                writer.WriteStringValue(message);
            writer.WriteEndArray();
            writer.WriteEndObject();
            writer.WriteNumber("exit_code", exitCode);
            writer.WriteEndObject();
        }
        else
        {
            foreach (string message in messages)
                Console.Error.WriteLine($"ovflow: {message}");
        }

        return exitCode;
    }
}
