namespace OpenVinoFlow.Pipeline.Configuration.Yaml;

/// <summary>
/// Where something was written. Line and column count from 1, and are 0 in an override, whose one line a message shows whole.
/// </summary>
internal readonly record struct Place(Layer Layer, int Line, int Column)
{
    public ConfigurationOrigin ToOrigin(bool fromEnvironment) =>
        new(fromEnvironment ? ConfigurationOriginKind.Environment : Layer.Kind, Layer.Source, Line, Column, Layer.Profile);

    /// <summary>For messages that point from one place to another: a line number is enough within one file.</summary>
    public override string ToString() => Line > 0 ? $"line {Line}" : Layer.Source;
}
