using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace OpenVinoFlow.Native.States;

/// <summary>A model file that has memory states, and its weights.</summary>
internal sealed class StatefulFile(string path, string? weights)
{
    private readonly string? _weights = weights ?? (File.Exists(Path.ChangeExtension(path, ".bin")) ? Path.ChangeExtension(path, ".bin") : null);

    /// <summary>Whether it is worth parsing: an IR that mentions a state. Other formats have none that could be made explicit.</summary>
    public static bool MayHaveStates(string path) =>
        Path.GetExtension(path).Equals(".xml", StringComparison.OrdinalIgnoreCase)
        && File.ReadLines(path).Any(static line => line.Contains("\"ReadValue\"", StringComparison.Ordinal));

    /// <summary>The model with its states made explicit, or the model as it is with the reason.</summary>
    /// <exception cref="OpenVinoException">The file is not a model OpenVINO can read.</exception>
    public Model Read(Core core)
    {
        XDocument document;
        try
        {
            document = XDocument.Load(path, LoadOptions.PreserveWhitespace);
        }
        catch (XmlException exception)
        {
            throw new OpenVinoException(StatusCode.GENERAL_ERROR, $"OpenVINO could not read the model ({path}): {exception.Message}", exception);
        }

        (StatefulModel? states, string? refusal) = StateRewriter.Rewrite(document, ReadWeights);
        if (states is null)
            return core.ReadModelAsItIs(path, weights, refusal);

        using Tensor? content = _weights is null ? null : LoadWeights(_weights);
        Model model = core.ReadModelFromMemory(Encoding.UTF8.GetBytes(document.ToString(SaveOptions.DisableFormatting)), content);
        model.States = states;
        return model;
    }

    private byte[] ReadWeights(long offset, int size)
    {
        if (_weights is null)
            throw new FileNotFoundException($"The model {path} has weights, but there is no .bin file beside it.", Path.ChangeExtension(path, ".bin"));

        byte[] stretch = new byte[size];
        using FileStream file = File.OpenRead(_weights);
        file.Position = offset;
        file.ReadExactly(stretch);
        return stretch;
    }

    /// <summary>The model keeps the tensor's memory alive as long as it needs it.</summary>
    private static unsafe Tensor LoadWeights(string path)
    {
        using FileStream file = File.OpenRead(path);
        var tensor = new Tensor(ElementType.U8, [file.Length]);
        byte* target = (byte*)tensor.Data;
        for (long done = 0; done < file.Length;)
        {
            int step = (int)Math.Min(file.Length - done, 1 << 30);
            file.ReadExactly(new Span<byte>(target + done, step));
            done += step;
        }

        return tensor;
    }
}
