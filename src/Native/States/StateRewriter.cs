using System.Xml.Linq;

namespace OpenVinoFlow.Native.States;

/// <summary>
/// Makes the memory states of a network explicit, because OpenVINO's C interface cannot reach them: a read becomes an input, an assignment
/// an output, and what the read was initialised with becomes a network of its own. Each such layer turns into a conversion to its own type,
/// which OpenVINO removes again, so that the new ports have names of their own and the old tensors keep theirs.
/// </summary>
internal static class StateRewriter
{
    /// <summary>Every port the rewriting adds has a tensor name that begins so.</summary>
    public const string Prefix = "ovflow.state.";

    /// <summary>Rewrites the description in place. Gives the variables, or why the states stay where they are.</summary>
    public static (StatefulModel? Model, string? Refusal) Rewrite(XDocument document, Func<long, int, byte[]> readWeights)
    {
        var graph = new IrGraph(document);
        List<XElement> reads = [.. graph.Layers.Where(static layer => IrGraph.Type(layer) == "ReadValue")];
        List<XElement> assigns = [.. graph.Layers.Where(static layer => IrGraph.Type(layer) == "Assign")];
        if (Refuse(document, reads, assigns) is { } refusal)
            return (null, refusal);

        Dictionary<string, XElement> assignments = assigns.ToDictionary(Variable);
        var originals = new IrGraph(new XDocument(document));
        List<StateVariable> variables = [];
        Dictionary<string, (int Layer, int Port)> initial = [];
        for (int index = 0; index < reads.Count; index++)
        {
            XElement read = reads[index];
            string name = Variable(read);
            XElement? assign = assignments.GetValueOrDefault(name);
            StateConstant? constant = null;
            string? initialName = null;
            if (graph.EdgesInto(read).FirstOrDefault() is { } edge)
            {
                (int Layer, int Port) source = (IrGraph.Number(edge, "from-layer"), IrGraph.Number(edge, "from-port"));
                constant = InitialValues.Constant(originals.Layer(source.Layer), readWeights);
                if (constant is null)
                    initial.Add(initialName = $"{Prefix}initial:{index}", source);

                edge.Remove();
            }

            var variable = new StateVariable(name, TypeOf(read), ShapeOf(read), $"{Prefix}in:{index}", assign is null ? null : $"{Prefix}out:{index}", constant, initialName);
            TurnIntoInput(graph, read, variable);
            if (assign is not null)
                TurnIntoOutput(graph, assign, variable);

            variables.Add(variable);
        }

        if (initial.Count == 0)
            return (new StatefulModel(variables, Initial: null), null);

        (InitialValueNetwork? network, refusal) = InitialValues.Extract(originals, initial, readWeights);
        return network is null ? (null, refusal) : (new StatefulModel(variables, network), null);
    }

    /// <summary>A layer that converts to the type it has: the tensor keeps its value, type and shape.</summary>
    internal static void MakePassThrough(XElement layer, XElement port, string? name)
    {
        string type = FromPrecision(IrGraph.Text(port, "precision")).ToIrName();
        int output = IrGraph.Number(port, "id");
        layer.SetAttributeValue("type", "Convert");
        layer.SetAttributeValue("version", "opset1");
        layer.Elements().Remove();
        var outgoing = new XElement(port);
        if (name is not null)
            outgoing.SetAttributeValue("names", name);

        var incoming = new XElement(port);
        incoming.SetAttributeValue("id", output == 0 ? 1 : 0);
        incoming.SetAttributeValue("names", null);
        layer.Add(new XElement("data", new XAttribute("destination_type", type)), new XElement("input", incoming), new XElement("output", outgoing));
    }

    internal static int InputPort(XElement passThrough) => IrGraph.Number(passThrough.Element("input")!.Element("port")!, "id");

    internal static ElementType FromPrecision(string precision) => precision switch
    {
        "FP64" => ElementType.F64,
        "FP32" => ElementType.F32,
        "FP16" => ElementType.F16,
        "BOOL" => ElementType.Boolean,
        "BIN" => ElementType.U1,
        _ => ElementTypeExtensions.FromIrName(precision) ?? throw new InvalidDataException($"The model file has an unknown precision {precision}."),
    };

    private static string? Refuse(XDocument document, List<XElement> reads, List<XElement> assigns)
    {
        int all = document.Descendants("layer").Count(static layer => layer.Attribute("type")?.Value is "ReadValue" or "Assign");
        if (all != reads.Count + assigns.Count)
            return "the model has memory states inside the body of a loop or condition, which cannot be made explicit";

        if (reads.GroupBy(Variable).FirstOrDefault(static group => group.Count() > 1) is { } read)
            return $"the model reads the state '{read.Key}' in several places, which cannot be made explicit";

        if (assigns.GroupBy(Variable).FirstOrDefault(static group => group.Count() > 1) is { } assign)
            return $"the model assigns the state '{assign.Key}' in several places, which cannot be made explicit";

        return assigns.Find(layer => !reads.Exists(other => Variable(other) == Variable(layer))) is { } orphan
            ? $"the model assigns the state '{Variable(orphan)}' but never reads it"
            : null;
    }

    private static string Variable(XElement layer) => IrGraph.Data(layer, "variable_id") ?? throw new InvalidDataException($"The layer {IrGraph.Text(layer, "name")} has no variable_id.");

    private static ElementType TypeOf(XElement read) =>
        IrGraph.Data(read, "variable_type") is { } type && ElementTypeExtensions.FromIrName(type) is { } known
            ? known
            : FromPrecision(IrGraph.Text(IrGraph.Output(read), "precision"));

    private static PartialShape ShapeOf(XElement read) => IrGraph.Data(read, "variable_shape") is { } shape
        ? PartialShape.Parse(shape)
        : PartialShape.Parse(string.Join(',', IrGraph.Output(read).Elements("dim").Select(static dimension => dimension.Value)));

    private static void TurnIntoInput(IrGraph graph, XElement read, StateVariable variable)
    {
        XElement port = IrGraph.Output(read);
        var parameterPort = new XElement(port);
        parameterPort.SetAttributeValue("id", 0);
        parameterPort.SetAttributeValue("names", variable.InputName);
        XElement parameter = graph.Add(
            "Parameter",
            variable.InputName,
            new XElement("data", new XAttribute("shape", variable.Shape.HasRank ? variable.Shape.ToString().Trim('[', ']') : "..."), new XAttribute("element_type", variable.ElementType.ToIrName())),
            new XElement("output", parameterPort));

        MakePassThrough(read, port, name: null);
        graph.Connect(IrGraph.Id(parameter), 0, read, InputPort(read));
    }

    private static void TurnIntoOutput(IrGraph graph, XElement assign, StateVariable variable)
    {
        XElement edge = graph.EdgesInto(assign).First();
        XElement port = assign.Element("output")?.Element("port") ?? assign.Element("input")!.Element("port")!;
        var outgoing = new XElement(port);
        outgoing.SetAttributeValue("id", 1);
        MakePassThrough(assign, outgoing, variable.OutputName);
        edge.SetAttributeValue("to-port", InputPort(assign));

        var resultPort = new XElement(outgoing);
        resultPort.SetAttributeValue("id", 0);
        resultPort.SetAttributeValue("names", null);
        XElement result = graph.Add("Result", $"{variable.OutputName}.result", new XElement("input", resultPort));
        graph.Connect(IrGraph.Id(assign), 1, result, 0);
    }
}
