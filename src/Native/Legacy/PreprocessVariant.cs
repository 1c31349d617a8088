namespace OpenVinoFlow.Native.Legacy;

/// <summary>A network compiled with one combination of preprocessing.</summary>
/// <param name="Main">The network.</param>
/// <param name="Stages">By input, what runs before it; null for most.</param>
internal sealed record PreprocessVariant(CompiledModel Main, IReadOnlyList<CompiledModel?> Stages) : IDisposable
{
    /// <summary>Requests for the stages; null when there are none.</summary>
    public IReadOnlyList<InferRequest?>? CreateStages() =>
        Stages.All(static stage => stage is null) ? null : [.. Stages.Select(static stage => stage?.CreateInferRequest())];

    public void Dispose()
    {
        Main.Dispose();
        foreach (CompiledModel? stage in Stages)
            stage?.Dispose();
    }
}
