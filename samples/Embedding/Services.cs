using Microsoft.Extensions.DependencyInjection;
using OpenVinoFlow.DependencyInjection;
using OpenVinoFlow.OnnxRuntime;
using OpenVinoFlow.Pipeline;
using OpenVinoFlow.Pipeline.Engines;

namespace OpenVinoFlow.Embedding;

/// <summary>In a program that is put together from services.</summary>
internal static class Services
{
    public static IServiceCollection Add(IServiceCollection services) =>
        services.AddOpenVinoFlow(options => options with { Engines = new EngineCatalog().AddOnnxRuntime() });

    public static Flow Load(IServiceProvider services, string path) =>
        services.GetRequiredService<FlowHost>().Load(path);
}
