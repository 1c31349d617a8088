using System.Globalization;
using OpenVinoFlow.Pipeline.Configuration;
using OpenVinoFlow.Pipeline.Engines;

namespace OpenVinoFlow.Pipeline;

/// <summary>The numbers of a flow, with everything <c>auto</c> decided.</summary>
/// <param name="Requests">Infer requests.</param>
/// <param name="DecodeWorkers">Threads that decode.</param>
/// <param name="Readers">Files read at a time.</param>
/// <param name="Batches">Pinned buffers.</param>
/// <param name="Items">Images on their way at a time.</param>
internal sealed record FlowPlan(int Requests, int DecodeWorkers, int Readers, int Batches, int Items)
{
    /// <summary>The same for reports.</summary>
    public IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>
    {
        ["requests"] = Requests.ToString(CultureInfo.InvariantCulture),
        ["decode_workers"] = DecodeWorkers.ToString(CultureInfo.InvariantCulture),
        ["readers"] = Readers.ToString(CultureInfo.InvariantCulture),
        ["buffers"] = Batches.ToString(CultureInfo.InvariantCulture),
        ["items"] = Items.ToString(CultureInfo.InvariantCulture),
    };

    public static FlowPlan For(FlowOptions options, ICompiledModel model)
    {
        int processors = Environment.ProcessorCount;
        int workers = options.Workers.Decode ?? processors;

        // A worker that waits for its own inference needs a request of its own.
        int requests = options.Infer.Requests ?? (options.Infer.Mode == InferModeKind.Sync ? workers : model.OptimalRequests);
        int readers = options.Workers.Read ?? Math.Clamp(processors, 2, 8);

        // For each request one batch at work and one ready; one at the sinks; and room for what the workers are filling.
        int filling = (workers + model.Batch - 1) / model.Batch;
        int batches = (2 * requests) + filling + 2;

        // Enough to keep every buffer and worker busy and some files read ahead.
        int items = (batches * model.Batch) + (2 * workers) + (2 * readers);

        return new FlowPlan(requests, workers, readers, batches, items);
    }
}
