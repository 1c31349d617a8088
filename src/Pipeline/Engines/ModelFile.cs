namespace OpenVinoFlow.Pipeline.Engines;

/// <summary>What every engine expects of a model's path.</summary>
public static class ModelFile
{
    /// <exception cref="InferenceException">There is no file at <paramref name="path"/>.</exception>
    public static void ThrowIfMissing(string path)
    {
        if (!File.Exists(path))
            throw new InferenceException($"The model {path} does not exist (model.path).");
    }
}
