using System.Globalization;
using OpenVinoFlow.Pipeline.Measuring;
using Spectre.Console;

namespace OpenVinoFlow.Cli.Output;

/// <summary>The layers of a network as a person reads them.</summary>
internal static class LayerTable
{
    private const int LongestName = 60;
    private const int MostSampled = 10;

    /// <summary>All layers of a run of their own.</summary>
    public static void Write(TextWriter output, LayerProfile profile)
    {
        output.WriteLine("layers, from a run of their own (not part of the figures above)");
        WriteLayers(output, profile.Layers);
        output.WriteLine(Line(
            $"  {profile.Layers.Count} layers took {profile.LayersMicroseconds / 1000:0.000} ms of the {profile.WallMicroseconds / 1000:0.000} ms of an inference ({100 * profile.LayersMicroseconds / profile.WallMicroseconds:0} %), {profile.Inferences} inferences{Overhead(profile)}"));
    }

    /// <summary>The layers that took longest in a run with <c>report.per_layer</c>.</summary>
    public static void WriteSample(TextWriter output, LayerProfile profile)
    {
        output.WriteLine("  PROFILED: the figures above are of a network that is slowed down by timing its layers" + Overhead(profile));
        WriteLayers(output, [.. profile.Layers.Take(MostSampled)]);
        output.WriteLine(Line($"  {profile.Layers.Count} layers took {profile.LayersMicroseconds / 1000:0.000} ms an inference, as one request tells it; report.json has them all"));
    }

    private static void WriteLayers(TextWriter output, IReadOnlyList<LayerShare> layers)
    {
        Table table = Tables.Create("layer", "µs", "share", "calls", "type", "kernel");
        table.Columns[4].Alignment = Justify.Left;
        foreach (LayerShare layer in layers)
            table.AddRow(new Text(Short(layer.Name)), Number($"{layer.Microseconds:0.0}"), Number($"{100 * layer.Share:0.0} %"), Number($"{layer.Calls}"), new Text(layer.Type), new Text(layer.Kernel));
        Tables.Write(output, table);
    }

    private static string Overhead(LayerProfile profile) => profile.Overhead is { } times ? Line($"; timing the layers made an inference cost x{times:0.00} the processor time") : "";

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Short(string name) => name.Length <= LongestName ? name : name[..(LongestName - 1)] + "…";

    private static Text Number(FormattableString text) => new(text.ToString(CultureInfo.InvariantCulture));
}
