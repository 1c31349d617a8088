using OpenVinoFlow.OnnxRuntime;
using OpenVinoFlow.Pipeline;
using OpenVinoFlow.Pipeline.Configuration;
using OpenVinoFlow.Pipeline.Engines;

namespace OpenVinoFlow.Embedding;

/// <summary>The same job without a file.</summary>
internal static class FromCode
{
    public static Flow Create(string model)
    {
        var options = new FlowOptions
        {
            Name = "shapes",
            Model = new ModelOptions { Path = model },
            Preprocess = new PreprocessingOptions { Mean = [127.5f], Scale = [127.5f] },
            Infer = new InferOptions { Batch = 4, BatchTimeout = TimeSpan.FromMilliseconds(5) },
            Output = new OutputOptions { Order = OrderKind.Input },
            Errors = new ErrorOptions { MaxFailureRate = null },
        };
        return Flow.Create(options, new FlowHostOptions { Engines = new EngineCatalog().AddOnnxRuntime() });
    }
}
