using System.Globalization;
using System.Xml.Linq;

namespace OpenVinoFlow.Native.States;

/// <summary>
/// Finds the initial values of states: constants are taken from the weights, and the part of the network that computes the others is cut
/// out into a network of its own.
/// </summary>
internal static class InitialValues
{
    /// <summary>The value of a layer that is a constant; null for any other.</summary>
    public static StateConstant? Constant(XElement layer, Func<long, int, byte[]> readWeights)
    {
        if (IrGraph.Type(layer) != "Const")
            return null;

        Shape shape = PartialShape.Parse(IrGraph.Data(layer, "shape") ?? "").ToShape();
        return new StateConstant(shape, ReadContent(layer.Element("data")!, readWeights));
    }

    /// <param name="graph">The original graph; it is changed.</param>
    /// <param name="sources">By the name the value gets: the layer and output port it comes from.</param>
    /// <param name="readWeights">Reads a stretch of the model's weights: offset, size.</param>
    public static (InitialValueNetwork? Network, string? Refusal) Extract(IrGraph graph, IReadOnlyDictionary<string, (int Layer, int Port)> sources, Func<long, int, byte[]> readWeights)
    {
        HashSet<int> needed = [.. sources.Values.SelectMany(source => graph.Ancestors(source.Layer))];
        if (needed.Select(graph.Layer).FirstOrDefault(static layer => IrGraph.Type(layer) is "ReadValue" or "Assign") is { } state)
            return (null, $"the initial value of a state is computed from the state '{IrGraph.Data(state, "variable_id")}', which cannot be made explicit");

        graph.KeepOnly(needed);
        foreach ((string name, (int layer, int port)) in sources)
            AddResult(graph, name, layer, port);

        List<string> inputs = [];
        foreach (XElement parameter in graph.Layers.Where(static layer => IrGraph.Type(layer) == "Parameter"))
        {
            if (IrGraph.Output(parameter).Attribute("names")?.Value is not { Length: > 0 } names)
                return (null, $"the initial value of a state is computed from the input {IrGraph.Text(parameter, "name")}, which has no tensor name to find it by");

            inputs.Add(names.Split(',')[0]);
        }

        return (new InitialValueNetwork(graph.Document, CompactWeights(graph, readWeights), inputs), null);
    }

    private static void AddResult(IrGraph graph, string name, int layer, int port)
    {
        XElement source = graph.Layer(layer).Element("output")!.Elements("port").First(candidate => IrGraph.Number(candidate, "id") == port);
        var outgoing = new XElement(source);
        outgoing.SetAttributeValue("id", 1);
        XElement pass = graph.Add("Convert", name);
        StateRewriter.MakePassThrough(pass, outgoing, name);
        graph.Connect(layer, port, pass, StateRewriter.InputPort(pass));

        var resultPort = new XElement(outgoing);
        resultPort.SetAttributeValue("id", 0);
        resultPort.SetAttributeValue("names", null);
        XElement result = graph.Add("Result", $"{name}.result", new XElement("input", resultPort));
        graph.Connect(IrGraph.Id(pass), 1, result, 0);
    }

    /// <summary>The weights of the layers that are left, moved together.</summary>
    private static byte[] CompactWeights(IrGraph graph, Func<long, int, byte[]> readWeights)
    {
        using var weights = new MemoryStream();
        foreach (XElement data in graph.Layers.Where(static layer => IrGraph.Type(layer) == "Const").Select(static layer => layer.Element("data")!))
        {
            // Constants of 64-bit elements need their alignment.
            while (weights.Length % sizeof(long) != 0)
                weights.WriteByte(0);

            byte[] stretch = ReadContent(data, readWeights);
            data.SetAttributeValue("offset", weights.Length);
            weights.Write(stretch);
        }

        return weights.ToArray();
    }

    private static byte[] ReadContent(XElement data, Func<long, int, byte[]> readWeights) =>
        readWeights(long.Parse(IrGraph.Text(data, "offset"), CultureInfo.InvariantCulture), IrGraph.Number(data, "size"));
}
