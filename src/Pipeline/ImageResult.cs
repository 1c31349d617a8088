using OpenVinoFlow.Pipeline.Engines;
using OpenVinoFlow.Pipeline.Ledger;
using OpenVinoFlow.Preprocess;

namespace OpenVinoFlow.Pipeline;

/// <summary>The result of one image, with its own copy of the outputs. Immutable.</summary>
public sealed class ImageResult
{
    internal ImageResult(FlowItem item)
    {
        Id = item.Id;
        Sequence = item.Sequence;
        Failure = item.Failure;
        Transform = item.Transform;
        SourceWidth = item.SourceWidth;
        SourceHeight = item.SourceHeight;
        Times = item.Times;
        Outputs = item.Ok ? item.Outputs.ToOwned() : [];
    }

    /// <summary>The input's name.</summary>
    public string Id { get; }

    /// <summary>Position among the inputs, from 0.</summary>
    public long Sequence { get; }

    /// <summary>Why there is no result; null where there is one.</summary>
    public Failure? Failure { get; }

    /// <summary>True when the outputs are there.</summary>
    public bool Ok => Failure is null;

    /// <summary>The outputs in the model's order; empty where the input failed.</summary>
    public IReadOnlyList<OwnedTensor> Outputs { get; }

    /// <summary>From network pixels to the original picture's.</summary>
    public ImageTransform Transform { get; }

    /// <summary>Width of the original picture in pixels, orientation applied.</summary>
    public int SourceWidth { get; }

    /// <summary>Height of the original picture in pixels, orientation applied.</summary>
    public int SourceHeight { get; }

    /// <summary>Time spent in each stage.</summary>
    public ItemTimes Times { get; }
}
