using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using OpenVinoFlow.Pipeline.Engines;
using OpenVinoFlow.Preprocess.Decoding;

namespace OpenVinoFlow.Pipeline;

/// <summary>What a program gives its flows.</summary>
public sealed record FlowHostOptions
{
    /// <summary>The inference engines to choose from.</summary>
    public EngineCatalog Engines { get; init; } = new();

    /// <summary>
    /// Makes the decoders of one worker, in the order in which they are to be asked; the worker disposes them. Null takes those of the
    /// preprocessing library, as <c>preprocess.decoder</c> says.
    /// </summary>
    public Func<IReadOnlyList<IImageDecoder>>? Decoders { get; init; }

    /// <summary>Where log messages go.</summary>
    public ILoggerFactory Logging { get; init; } = NullLoggerFactory.Instance;
}
