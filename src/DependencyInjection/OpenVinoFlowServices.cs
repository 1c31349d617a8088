using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using OpenVinoFlow.Pipeline;

namespace OpenVinoFlow.DependencyInjection;

/// <summary>Registers OpenVinoFlow.</summary>
public static class OpenVinoFlowServices
{
    /// <summary>
    /// Adds one <see cref="FlowHost"/> for the whole program, which logs where the program logs and is disposed with its services. Flows are made
    /// by the host and disposed by whoever made them.
    /// </summary>
    /// <param name="services">The program's services.</param>
    /// <param name="configure">
    /// Changes what the host gives its flows, for example its engines: <c>options => options with { Engines = new EngineCatalog().AddOnnxRuntime() }</c>.
    /// </param>
    public static IServiceCollection AddOpenVinoFlow(this IServiceCollection services, Func<FlowHostOptions, FlowHostOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton(provider =>
        {
            var options = new FlowHostOptions();
            if (provider.GetService<ILoggerFactory>() is { } logging)
                options = options with { Logging = logging };
            return new FlowHost(configure?.Invoke(options) ?? options);
        });
        return services;
    }
}
