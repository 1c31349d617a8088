using System.Globalization;
using System.Text.Json;
using OpenVinoFlow.Cli.Measuring;
using OpenVinoFlow.Pipeline.Engines;
using OpenVinoFlow.Pipeline.Measuring;

namespace OpenVinoFlow.Cli.Output;

/// <summary>The reports of benchmark_app's -report_type, under its file names and with its columns, so that scripts that read them go on working.</summary>
internal static class BenchmarkAppReport
{
    private const string CommandLine = "Command line parameters";
    private const string Configuration = "Configuration setup";
    private const string Results = "Execution results";

    private static readonly JsonWriterOptions _indented = new() { Indented = true };

    /// <exception cref="InvalidDataException">The engine does not tell requests apart, and that is asked for.</exception>
    public static void Write(BenchmarkAppReportRequest request, IReadOnlyList<string> commandLine, BenchReport report)
    {
        Directory.CreateDirectory(request.Folder);
        Measurement measured = report.Find("inference_only") ?? report.Measurements[0];
        (string Section, (string Name, string Value)[] Values)[] sections =
        [
            (CommandLine, [.. commandLine.Select((argument, index) => (index.ToString(CultureInfo.InvariantCulture), argument))]),
            (Configuration, [("topology", report.Provenance.Model), ("engine", report.Provenance.Engine), .. report.Settings.Select(setting => (setting.Key, setting.Value))]),
            (Results, [.. ResultsOf(measured)]),
        ];
        if (request.Json)
            WriteJson(Path.Combine(request.Folder, "benchmark_report.json"), sections);
        else
            WriteCsv(Path.Combine(request.Folder, "benchmark_report.csv"), sections);

        if (request.Type == "no_counters" || report.Layers is not { } layers)
            return;

        bool detailed = request.Type == "detailed_counters";
        if (detailed && layers.ByRequest.Count == 0)
            throw new InvalidDataException($"-report_type detailed_counters: {report.Provenance.Engine} does not tell requests apart; use average_counters.");

        IReadOnlyList<IReadOnlyList<LayerTime>> requests = detailed ? layers.ByRequest : [layers.All];
        string path = Path.Combine(request.Folder, $"benchmark_{request.Type}_report.{(request.Json ? "json" : "csv")}");
        if (request.Json)
            WriteCountersJson(path, requests, detailed);
        else
            WriteCountersCsv(path, requests);
    }

    private static IEnumerable<(string Name, string Value)> ResultsOf(Measurement measured)
    {
        yield return ("total execution time (ms)", Number(1000 * measured.Seconds));
        yield return ("total number of iterations", Number(measured.Latency.Count));
        yield return ("latency (ms)", Number(measured.Latency.P50));
        yield return ("Average latency (ms)", Number(measured.Latency.Mean));
        yield return ("p99 latency (ms)", Number(measured.Latency.P99));
        yield return ("Max latency (ms)", Number(measured.Latency.Max));
        yield return ("throughput", Number(measured.ImagesPerSecond));
        yield return ("verdict", measured.Verdict.ToString());
    }

    private static void WriteCsv(string path, (string Section, (string Name, string Value)[] Values)[] sections)
    {
        using StreamWriter file = TextFiles.Create(path);
        foreach ((string section, (string Name, string Value)[] values) in sections)
        {
            file.WriteLine($"{section};");
            foreach ((string name, string value) in values)
                file.WriteLine($"{name};{value};");
            file.WriteLine();
        }
    }

    private static void WriteJson(string path, (string Section, (string Name, string Value)[] Values)[] sections)
    {
        using FileStream file = File.Create(path);
        using var writer = new Utf8JsonWriter(file, _indented);
        writer.WriteStartObject();
        foreach ((string section, (string Name, string Value)[] values) in sections)
        {
            writer.WriteStartObject(section switch { CommandLine => "cmd_options", Configuration => "configuration_setup", _ => "execution_results" });
            foreach ((string name, string value) in values)
                writer.WriteString(name, value);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void WriteCountersCsv(string path, IReadOnlyList<IReadOnlyList<LayerTime>> requests)
    {
        using StreamWriter file = TextFiles.Create(path);
        foreach (IReadOnlyList<LayerTime> layers in requests)
        {
            file.WriteLine("layerName;execStatus;layerType;execType;realTime (ms);cpuTime (ms);");
            foreach (LayerTime layer in layers)
                file.WriteLine($"{layer.Name};{Status(layer)};{layer.Type};{layer.Kernel};{Milliseconds(layer)};{Milliseconds(layer)};");
            string total = Number(layers.Sum(layer => layer.Microseconds) / 1000);
            file.WriteLine($"Total;;;;{total};{total};");
            file.WriteLine();
        }
    }

    private static void WriteCountersJson(string path, IReadOnlyList<IReadOnlyList<LayerTime>> requests, bool detailed)
    {
        using FileStream file = File.Create(path);
        using var writer = new Utf8JsonWriter(file, _indented);
        writer.WriteStartObject();
        writer.WriteString("report_type", detailed ? "detailed" : "average");
        if (detailed)
            writer.WriteStartArray("detailed_performance");
        else
            writer.WritePropertyName("avg_performance");
        foreach (IReadOnlyList<LayerTime> layers in requests)
        {
            writer.WriteStartObject();
            writer.WriteStartArray("nodes");
            foreach (LayerTime layer in layers)
            {
                writer.WriteStartObject();
                writer.WriteString("name", layer.Name);
                writer.WriteString("node_type", layer.Type);
                writer.WriteString("status", Status(layer));
                writer.WriteNumber("real_time", layer.Microseconds / 1000);
                writer.WriteNumber("cpu_time", layer.Microseconds / 1000);
                writer.WriteString("exec_type", layer.Kernel);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            double total = layers.Sum(layer => layer.Microseconds) / 1000;
            writer.WriteNumber("total_real_time", total);
            writer.WriteNumber("total_cpu_time", total);
            writer.WriteEndObject();
        }

        if (detailed)
            writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static string Status(LayerTime layer) => layer.Status switch
    {
        "executed" => "EXECUTED",
        "optimized_out" => "OPTIMIZED_OUT",
        _ => "NOT_RUN",
    };

    private static string Milliseconds(LayerTime layer) => Number(layer.Microseconds / 1000);

    private static string Number(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);
}
