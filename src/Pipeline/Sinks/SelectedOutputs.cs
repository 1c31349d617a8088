using OpenVinoFlow.Pipeline.Engines;

namespace OpenVinoFlow.Pipeline.Sinks;

/// <summary>Finds the network's outputs that a sink is to write.</summary>
internal static class SelectedOutputs
{
    /// <summary>Their indices, in the order of their names.</summary>
    /// <exception cref="SinkException">The network has no output of that name.</exception>
    public static int[] Find(string sink, IReadOnlyList<string> names, SinkContext context)
    {
        string[] all = [.. context.Outputs.Select(output => output.Name)];
        return [.. names.Select(name => Array.IndexOf(all, name) is >= 0 and int index
            ? index
            : throw new SinkException($"{sink}: the model has no output {name}; it has {string.Join(", ", all)}."))];
    }

    /// <summary>Dimensions of one image's part of an output.</summary>
    public static long[] RowDims(TensorDescription output, int batch) =>
        output.Dims.Count > 0 && output.Dims[0] == batch ? [.. output.Dims.Skip(1)] : [.. output.Dims];
}
