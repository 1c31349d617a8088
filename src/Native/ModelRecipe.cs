namespace OpenVinoFlow.Native;

/// <summary>How to make a model again: preprocessing changes a model in place, so each variant starts from a fresh one.</summary>
/// <param name="Path">The model file.</param>
/// <param name="Weights">Its weights, where they were given.</param>
/// <param name="Shapes">Shapes set since, by input.</param>
internal sealed record ModelRecipe(string Path, string? Weights, IReadOnlyDictionary<int, PartialShape> Shapes)
{
    public Model Make(Core core)
    {
        Model model = core.ReadModel(Path, Weights);
        if (Shapes.Count > 0)
            model.Reshape(Shapes);

        return model;
    }

    public ModelRecipe With(IReadOnlyDictionary<int, PartialShape> shapes)
    {
        var merged = new Dictionary<int, PartialShape>(Shapes);
        foreach ((int index, PartialShape shape) in shapes)
            merged[index] = shape;

        return this with { Shapes = merged };
    }
}
