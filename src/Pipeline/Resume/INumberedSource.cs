using OpenVinoFlow.Pipeline.Sources;

namespace OpenVinoFlow.Pipeline.Resume;

/// <summary>A source that gives a part of another's inputs, each with its position there.</summary>
internal interface INumberedSource : IImageSource
{
    /// <summary>Position of the input given last.</summary>
    long Sequence { get; }
}
