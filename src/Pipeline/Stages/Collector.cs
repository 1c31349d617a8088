using System.Threading.Channels;
using OpenVinoFlow.Pipeline.Engines;

namespace OpenVinoFlow.Pipeline.Stages;

/// <summary>
/// The one reader of the completion channel: asks each ended request for its status, puts the slot back to work and hands the batch on. The
/// only place where an inference's outcome is read, and always off the engine's own threads.
/// </summary>
internal static class Collector
{
    /// <summary>Runs until the channel is closed and empty.</summary>
    public static async Task RunAsync(ChannelReader<Completion> completions, Dispatcher dispatcher)
    {
        while (await completions.WaitToReadAsync().ConfigureAwait(false))
        {
            while (completions.TryRead(out Completion completion))
                dispatcher.Complete(completion);
        }
    }
}
