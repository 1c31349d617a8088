using System.Diagnostics;
using System.Globalization;
using System.Text;
using OpenVinoFlow.Pipeline.Configuration;

namespace OpenVinoFlow.Pipeline.Stages;

/// <summary>What a run that does not get on waits for, for a person: items by stage, the oldest first, and what the threads do.</summary>
internal static class StallReport
{
    private const int ItemsNamed = 10;

    public static string Write(TimeSpan since, IEnumerable<FlowItem> open, bool sourceIsAsked, string queues)
    {
        long now = Stopwatch.GetTimestamp();
        FlowItem[] items = [.. open.OrderBy(item => item.Sequence)];
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"no image was finished for {since.TotalSeconds:0} s; {items.Length} are on their way; {queues}");
        if (sourceIsAsked)
            text.Append("; the source was asked for the next image and has not answered");

        foreach (FlowItem item in items.Take(ItemsNamed))
            text.Append(CultureInfo.InvariantCulture, $"\n  {Quoted.Printable(item.Id)}: {Describe(item.Stage)}, on its way for {Stopwatch.GetElapsedTime(item.Clock.Accepted, now).TotalSeconds:0.0} s");
        if (items.Length > ItemsNamed)
            text.Append(CultureInfo.InvariantCulture, $"\n  and {items.Length - ItemsNamed} more");

        string threads = ThreadStates.Describe("ovflow-");
        return threads.Length == 0 ? text.ToString() : text.Append("\n  threads: ").Append(threads).ToString();
    }

    private static string Describe(ItemStage stage) => stage switch
    {
        ItemStage.Reading => "is being read",
        ItemStage.WaitingForDecoder => "waits for a decode worker",
        ItemStage.WaitingForBuffer => "waits for a free buffer",
        ItemStage.Decoding => "is being decoded",
        ItemStage.WaitingForBatch => "waits for its batch to fill or for an infer request",
        ItemStage.Inferring => "is in an infer request",
        ItemStage.WaitingForSink => "waits for the sinks",
        ItemStage.WaitingForTurn => "waits for an earlier image (output.order: input)",
        _ => "is being written",
    };
}
