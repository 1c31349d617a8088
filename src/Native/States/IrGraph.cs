using System.Globalization;
using System.Xml.Linq;

namespace OpenVinoFlow.Native.States;

/// <summary>The layers and edges of a model file in OpenVINO's IR format.</summary>
internal sealed class IrGraph
{
    private readonly XElement _layers;
    private readonly XElement _edges;
    private int _nextId;

    public IrGraph(XDocument document)
    {
        Document = document;
        XElement net = document.Root ?? throw new InvalidDataException("The model file is empty.");
        _layers = net.Element("layers") ?? throw new InvalidDataException("The model file has no layers.");
        _edges = net.Element("edges") ?? throw new InvalidDataException("The model file has no edges.");
        _nextId = Layers.Max(Id) + 1;
    }

    public XDocument Document { get; }

    public IEnumerable<XElement> Layers => _layers.Elements("layer");

    public static int Id(XElement layer) => Number(layer, "id");

    public static string Type(XElement layer) => Text(layer, "type");

    /// <summary>An attribute of the layer's data, or null.</summary>
    public static string? Data(XElement layer, string attribute) => layer.Element("data")?.Attribute(attribute)?.Value;

    /// <summary>The layer's only output.</summary>
    public static XElement Output(XElement layer) => layer.Element("output")?.Element("port") ?? throw new InvalidDataException($"The layer {Text(layer, "name")} has no output.");

    public static int Number(XElement element, string attribute) => int.Parse(Text(element, attribute), CultureInfo.InvariantCulture);

    public static string Text(XElement element, string attribute) =>
        element.Attribute(attribute)?.Value ?? throw new InvalidDataException($"An element <{element.Name}> of the model file has no {attribute}.");

    public XElement Layer(int id) => Layers.First(layer => Id(layer) == id);

    public IEnumerable<XElement> EdgesInto(XElement layer) => _edges.Elements("edge").Where(edge => Number(edge, "to-layer") == Id(layer));

    /// <summary>Adds a layer; its id is set here.</summary>
    public XElement Add(string type, string name, params object[] content)
    {
        var layer = new XElement("layer", new XAttribute("id", _nextId++), new XAttribute("name", name), new XAttribute("type", type), new XAttribute("version", "opset1"), content);
        _layers.Add(layer);
        return layer;
    }

    public void Connect(int fromLayer, int fromPort, XElement to, int toPort) =>
        _edges.Add(new XElement("edge", new XAttribute("from-layer", fromLayer), new XAttribute("from-port", fromPort), new XAttribute("to-layer", Id(to)), new XAttribute("to-port", toPort)));

    /// <summary>Removes all layers but these, and the edges that go with them.</summary>
    public void KeepOnly(IReadOnlySet<int> ids)
    {
        foreach (XElement layer in Layers.Where(layer => !ids.Contains(Id(layer))).ToList())
            layer.Remove();

        foreach (XElement edge in _edges.Elements("edge").Where(edge => !ids.Contains(Number(edge, "from-layer")) || !ids.Contains(Number(edge, "to-layer"))).ToList())
            edge.Remove();
    }

    /// <summary>The layers a layer's value is computed from, itself included.</summary>
    public HashSet<int> Ancestors(int layer)
    {
        HashSet<int> seen = [];
        Stack<int> open = new([layer]);
        while (open.TryPop(out int id))
        {
            if (!seen.Add(id))
                continue;

            foreach (XElement edge in EdgesInto(Layer(id)))
                open.Push(Number(edge, "from-layer"));
        }

        return seen;
    }
}
