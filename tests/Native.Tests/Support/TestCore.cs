using OpenVinoFlow.TestSupport;

namespace OpenVinoFlow.Native.Tests.Support;

/// <summary>The core that tests share, on the runtime of <see cref="SharedAssets.RequireOpenVino"/>.</summary>
internal static class TestCore
{
    private static readonly Lazy<Core> _instance = new(static () => new Core());

    /// <summary>Single precision everywhere: the default is bfloat16 on some processors.</summary>
    public static IReadOnlyDictionary<string, string> SinglePrecision { get; } = new Dictionary<string, string> { ["INFERENCE_PRECISION_HINT"] = "f32" };

    public static Core Shared
    {
        get
        {
            SharedAssets.RequireOpenVino();
            return _instance.Value;
        }
    }

    public static CompiledModel Compile(string path, params ReadOnlySpan<(string Key, string Value)> properties)
    {
        using Model model = Shared.ReadModel(path);
        return Compile(model, properties);
    }

    public static CompiledModel Compile(Model model, params ReadOnlySpan<(string Key, string Value)> properties)
    {
        var all = new Dictionary<string, string>(SinglePrecision);
        foreach ((string key, string value) in properties)
            all[key] = value;

        return Shared.CompileModel(model, "CPU", all);
    }
}
