namespace OpenVinoFlow.Native.Legacy;

/// <summary>
/// A network loaded onto a device with its requests (<c>ExecutableNetwork</c> of the original API), made by <see cref="Core.LoadNetwork"/>
/// or <see cref="Core.ImportNetwork"/>.
/// </summary>
public sealed class ExecutableNetwork : IDisposable
{
    private readonly InferRequest[] _requests;

    internal ExecutableNetwork(CompiledModel compiled, int requests)
    {
        CompiledModel = compiled;
        _requests = new InferRequest[requests == 0 ? compiled.OptimalNumberOfInferRequests : requests];
        for (int i = 0; i < _requests.Length; i++)
            _requests[i] = compiled.CreateInferRequest();
    }

    /// <summary>The compiled model, for what the original API has no name for.</summary>
    public CompiledModel CompiledModel { get; }

    /// <summary>The requests, as many as were asked for.</summary>
    public IReadOnlyList<InferRequest> Requests => _requests;

    /// <summary>Writes the loaded network to a file for <see cref="Core.ImportNetwork"/>.</summary>
    /// <exception cref="OpenVinoException">The device cannot export, or the file cannot be written.</exception>
    public void Export(string path) => CompiledModel.Export(path);

    /// <summary>Ends all requests, then gives the compiled model back.</summary>
    public void Dispose()
    {
        foreach (InferRequest request in _requests)
            request.Dispose();

        CompiledModel.Dispose();
    }
}
