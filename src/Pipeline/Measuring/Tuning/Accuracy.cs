using System.Globalization;
using System.Runtime.CompilerServices;
using OpenVinoFlow.Pipeline.Engines;
using OpenVinoFlow.Pipeline.Sources;

namespace OpenVinoFlow.Pipeline.Measuring.Tuning;

/// <summary>How near a network's results are to those of a more exact one, on the same images.</summary>
/// <param name="Images">Images both had a result for.</param>
/// <param name="Agreement">Share of them with the same highest value in the first output, 0..1.</param>
/// <param name="LargestDifference">Largest difference of any f32 output, as a share of the largest value in that output.</param>
internal sealed record Accuracy(int Images, double Agreement, double LargestDifference)
{
    private const int MostImages = 100;

    /// <summary>Runs images through both; null where there are no results to compare.</summary>
    public static async Task<Accuracy?> MeasureAsync(Flow reference, Flow candidate, ItemCycle items, CancellationToken cancellationToken)
    {
        Dictionary<long, ImageResult> expected = await RunAsync(reference, items, cancellationToken).ConfigureAwait(false);
        items.Restart();
        Dictionary<long, ImageResult> actual = await RunAsync(candidate, items, cancellationToken).ConfigureAwait(false);
        items.Restart();

        int compared = 0;
        int agreeing = 0;
        double largest = 0;
        foreach ((long sequence, ImageResult result) in actual)
        {
            if (!result.Ok || !expected.TryGetValue(sequence, out ImageResult? other) || !other.Ok || other.Outputs.All(output => output.Type != DataType.F32))
                continue;

            compared++;
            agreeing += IsTopSame(other.Outputs, result.Outputs) ? 1 : 0;
            for (int i = 0; i < result.Outputs.Count; i++)
                largest = Math.Max(largest, Difference(other.Outputs[i], result.Outputs[i]));
        }

        return compared == 0 ? null : new Accuracy(compared, (double)agreeing / compared, largest);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{100 * Agreement:0.#} % of {Images} images keep their highest class, largest difference {100 * LargestDifference:0.##} %");

    private static async Task<Dictionary<long, ImageResult>> RunAsync(Flow flow, ItemCycle items, CancellationToken cancellationToken)
    {
        var results = new Dictionary<long, ImageResult>();
        await foreach (ImageResult result in flow.StreamAsync(First(items, cancellationToken), cancellationToken).ConfigureAwait(false))
            results[result.Sequence] = result;
        return results;
    }

    private static async IAsyncEnumerable<ImageItem> First(ItemCycle items, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (int i = 0; i < Math.Min(items.Count, MostImages) && !cancellationToken.IsCancellationRequested; i++)
            yield return items.Next();
        await Task.CompletedTask.ConfigureAwait(false);
    }

    private static bool IsTopSame(IReadOnlyList<OwnedTensor> expected, IReadOnlyList<OwnedTensor> actual)
    {
        int first = 0;
        while (expected[first].Type != DataType.F32)
            first++;
        return Top(expected[first].AsSpan<float>()) == Top(actual[first].AsSpan<float>());
    }

    private static int Top(ReadOnlySpan<float> values)
    {
        int top = 0;
        for (int i = 1; i < values.Length; i++)
        {
            if (values[i] > values[top])
                top = i;
        }

        return top;
    }

    private static double Difference(OwnedTensor expected, OwnedTensor actual)
    {
        if (expected.Type != DataType.F32)
            return 0;

        ReadOnlySpan<float> was = expected.AsSpan<float>();
        ReadOnlySpan<float> now = actual.AsSpan<float>();
        if (was.Length != now.Length)
            return 1;

        double range = 0;
        double difference = 0;
        for (int i = 0; i < was.Length; i++)
        {
            range = Math.Max(range, Math.Abs(was[i]));
            difference = Math.Max(difference, Math.Abs(was[i] - now[i]));
        }

        // Also for what is no number: then nothing is near.
        return difference == 0 ? 0 : difference <= range ? difference / range : 1;
    }
}
