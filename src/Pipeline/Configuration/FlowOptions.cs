namespace OpenVinoFlow.Pipeline.Configuration;

/// <summary>
/// Everything a flow needs to know, as read from a YAML file or built in code. Immutable; a property that is null where its type allows it
/// means <c>auto</c>: the flow decides when it is built, from the model, the engine and the machine.
/// </summary>
public sealed record FlowOptions
{
    /// <summary>The configuration language and its version: <c>ovflow/v1</c>.</summary>
    public string ApiVersion { get; init; } = "ovflow/v1";

    /// <summary>Name of the flow, used in reports.</summary>
    public string Name { get; init; } = "flow";

    /// <summary>The network and the engine that runs it.</summary>
    public required ModelOptions Model { get; init; }

    /// <summary>Where the inputs come from; nothing where the program gives them itself.</summary>
    public SourceOptions Source { get; init; } = new();

    /// <summary>From encoded bytes to the network's input.</summary>
    public PreprocessingOptions Preprocess { get; init; } = new();

    /// <summary>Requests, streams, batches.</summary>
    public InferOptions Infer { get; init; } = new();

    /// <summary>Threads outside the inference engine.</summary>
    public WorkerOptions Workers { get; init; } = new();

    /// <summary>Where results go; at least one for <c>run</c>.</summary>
    public IReadOnlyList<SinkOptions> Sinks { get; init; } = [];

    /// <summary>Order of the results.</summary>
    public OutputOptions Output { get; init; } = new();

    /// <summary>What happens to inputs that fail, and how many may.</summary>
    public ErrorOptions Errors { get; init; } = new();

    /// <summary>The report written at the end.</summary>
    public ReportOptions Report { get; init; } = new();

    /// <summary>How a run ends, and how it can be continued.</summary>
    public RunOptions Run { get; init; } = new();
}
