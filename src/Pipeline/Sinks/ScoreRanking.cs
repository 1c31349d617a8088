using OpenVinoFlow.Pipeline.Engines;

namespace OpenVinoFlow.Pipeline.Sinks;

/// <summary>The highest scores of one of the network's outputs, with the names of their classes. Not thread-safe.</summary>
internal sealed class ScoreRanking
{
    private readonly TopScores _top;
    private readonly int _output;

    private ScoreRanking(TopScores top, int output, string[]? labels)
    {
        _top = top;
        _output = output;
        Labels = labels;
    }

    /// <summary>The names of the classes; null where there are none.</summary>
    public IReadOnlyList<string>? Labels { get; }

    public ReadOnlySpan<int> Classes => _top.Classes;

    public ReadOnlySpan<float> Scores => _top.Scores;

    /// <summary>Finds the output and reads the labels; null where nothing is to be ranked.</summary>
    /// <param name="sink">The sink's description, for messages.</param>
    /// <param name="topK">How many scores.</param>
    /// <param name="output">Which output; null takes the first.</param>
    /// <param name="labels">A text file with one name a line; null without.</param>
    /// <param name="context">The network.</param>
    /// <exception cref="SinkException">There is no such output, it does not hold scores, or the labels do not fit.</exception>
    public static ScoreRanking? Create(string sink, int topK, string? output, string? labels, SinkContext context)
    {
        if (topK == 0)
            return null;

        int index = output is null ? 0 : SelectedOutputs.Find(sink, [output], context)[0];
        long classes = CountClasses(sink, context, index);
        return new ScoreRanking(new TopScores(topK), index, labels is null ? null : ReadLabels(sink, labels, classes));
    }

    public void Rank(FlowItem item) => _top.Rank(item.Outputs[_output]);

    private static long CountClasses(string sink, SinkContext context, int index)
    {
        string names = string.Join(", ", context.Outputs.Select(output => output.Name));
        TensorDescription scores = context.Outputs[index];
        if (scores.Type is not (DataType.F32 or DataType.F16 or DataType.Bf16 or DataType.F64))
            throw new SinkException($"{sink}: output {scores} does not hold scores; set top_k: 0 or name another output ({names}).");

        IEnumerable<long> perImage = scores.Dims.Skip(scores.Dims.Count > 1 && scores.Dims[0] == context.Batch ? 1 : 0);
        long[] extents = [.. perImage.Where(dim => dim != 1)];
        if (extents.Length > 1 || scores.IsDynamic)
        {
            throw new SinkException(
                $"{sink}: output {scores} is not one score a class; set top_k: 0 (an npy sink writes raw outputs) or name another output ({names}).");
        }

        return extents.Length == 0 ? 1 : extents[0];
    }

    private static string[] ReadLabels(string sink, string path, long classes)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SinkException($"{sink}: the labels {path} cannot be read: {error.Message}", error);
        }

        if (lines.Length != classes)
        {
            throw new SinkException(
                $"{sink}: {path} has {lines.Length} lines, but the output has {classes} classes; one label a line is needed, in the order of the classes.");
        }

        return [.. lines.Select(line => line.Trim())];
    }
}
