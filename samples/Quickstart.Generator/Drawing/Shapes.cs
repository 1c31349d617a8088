namespace OpenVinoFlow.Quickstart.Generator.Drawing;

/// <summary>All shapes and the labels they go by outside the program.</summary>
internal static class Shapes
{
    /// <summary>Every shape, in the order of the network's outputs.</summary>
    public static IReadOnlyList<Shape> All { get; } = Enum.GetValues<Shape>();

    /// <summary>The shape's name in file names and label files, for example <c>star</c>.</summary>
    public static string Label(this Shape shape) => Enum.GetName(shape)!.ToLowerInvariant();
}
