namespace OpenVinoFlow.Pipeline.Configuration;

/// <summary>Bounds on a configuration, so that a hostile or mistaken one costs little. Far above what a real one needs.</summary>
public static class ConfigurationLimits
{
    /// <summary>Largest file, in bytes.</summary>
    public const int MaxFileBytes = 1 << 20;

    /// <summary>Deepest nesting of mappings and lists.</summary>
    public const int MaxDepth = 16;

    /// <summary>Longest key or value, in characters, before and after <c>${env:NAME}</c> is replaced.</summary>
    public const int MaxScalarLength = 8192;

    /// <summary>Most keys, values, lists and mappings in all.</summary>
    public const int MaxNodes = 20_000;

    /// <summary>Most <c>--set</c> overrides.</summary>
    public const int MaxOverrides = 1000;

    /// <summary>Most problems in the message of one <see cref="ConfigurationException"/>; its list holds all.</summary>
    public const int MaxListedProblems = 50;
}
