namespace OpenVinoFlow.Pipeline.Configuration;

/// <summary>Order of the results (<c>output:</c>).</summary>
public sealed record OutputOptions
{
    /// <summary>As they complete, or as the source gave them.</summary>
    public OrderKind Order { get; init; } = OrderKind.Completion;

    /// <summary>
    /// For <see cref="OrderKind.Input"/>: how many results may wait for an earlier one before the source is held back; null decides from the
    /// requests and batches.
    /// </summary>
    public int? OrderWindow { get; init; }
}

/// <summary>Order of the results.</summary>
public enum OrderKind
{
    /// <summary>As they complete.</summary>
    Completion,

    /// <summary>As the source gave them.</summary>
    Input,
}
