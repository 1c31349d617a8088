using OpenVinoFlow.Pipeline.Engines;

namespace OpenVinoFlow.Pipeline.Stages;

/// <summary>
/// The unit of inference: pinned buffers and the images whose places in them are filled. Owned by one stage after the other: assembler,
/// dispatcher, collector, sink, and home to the assembler.
/// </summary>
internal sealed class InferBatch(InferBuffers buffers)
{
    /// <summary>Pinned memory of the inference.</summary>
    public InferBuffers Buffers { get; private set; } = buffers;

    /// <summary>The images by place; a place that stayed free is null.</summary>
    public FlowItem?[] Items { get; } = new FlowItem?[buffers.Batch];

    /// <summary>Places handed out, with those given back.</summary>
    public int Taken { get; set; }

    /// <summary>Places filled.</summary>
    public int Filled { get; set; }

    /// <summary>Places given back empty and not handed out again.</summary>
    public int Vacated { get; set; }

    /// <summary>No further place is handed out: it goes as soon as the places handed out are filled or given back.</summary>
    public bool Sealed { get; set; }

    /// <summary>When the first place was filled.</summary>
    public long FirstFilledAt { get; set; }

    /// <summary>When the inference was started.</summary>
    public long StartedAt { get; set; }

    /// <summary>When the inference ended.</summary>
    public long CompletedAt { get; set; }

    /// <summary>How the inference ended.</summary>
    public InferOutcome Outcome { get; set; }

    /// <summary>Images that a sink still needs the outputs for.</summary>
    public int Unwritten { get; set; }

    /// <summary>Notes where its images are.</summary>
    public void Mark(ItemStage stage)
    {
        foreach (FlowItem? item in Items)
            item?.Stage = stage;
    }

    /// <summary>Gives up buffers that something may still write to; returns them.</summary>
    public InferBuffers ReplaceBuffers(InferBuffers fresh)
    {
        InferBuffers old = Buffers;
        Buffers = fresh;
        return old;
    }

    /// <summary>Makes it as new, for its next use.</summary>
    public void Reset()
    {
        Array.Clear(Items);
        Taken = 0;
        Filled = 0;
        Vacated = 0;
        Sealed = false;
        FirstFilledAt = 0;
        StartedAt = 0;
        CompletedAt = 0;
        Outcome = default;
        Unwritten = 0;
    }
}

/// <summary>One image's place in a batch.</summary>
internal readonly record struct Place(InferBatch Batch, int Index)
{
    public Span<byte> Bytes => Batch.Buffers.Place(Index);
}
