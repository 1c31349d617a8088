using System.Globalization;
using System.Text;
using OpenVinoFlow.TestSupport;

namespace OpenVinoFlow.Native.Tests.Support;

/// <summary>
/// Writes small networks in OpenVINO's IR format. Layers are numbered as they are added; each has one output, port 0 for parameters and
/// constants, else the number of its inputs.
/// </summary>
internal sealed class IrModel(string name)
{
    private readonly StringBuilder _layers = new();
    private readonly StringBuilder _edges = new();
    private readonly List<byte> _weights = [];
    private readonly List<(string Dims, string Type, int Port)> _outputs = [];

    public int Parameter(string tensor, string shape, string type = "f32")
    {
        string names = tensor.Length == 0 ? "" : $" names=\"{tensor}\"";
        return Add("Parameter", tensor.Length == 0 ? $"parameter{_outputs.Count}" : tensor, $"shape=\"{shape}\" element_type=\"{type}\"", shape, type, [], names);
    }

    public int Const(string shape, params float[] values)
    {
        int offset = _weights.Count;
        foreach (float value in values)
            _weights.AddRange(BitConverter.GetBytes(value));

        return Add("Const", $"const{_outputs.Count}", string.Create(CultureInfo.InvariantCulture, $"element_type=\"f32\" shape=\"{shape}\" offset=\"{offset}\" size=\"{values.Length * 4}\""), shape, "f32", []);
    }

    public int Const(string shape, params long[] values)
    {
        int offset = _weights.Count;
        foreach (long value in values)
            _weights.AddRange(BitConverter.GetBytes(value));

        return Add("Const", $"const{_outputs.Count}", string.Create(CultureInfo.InvariantCulture, $"element_type=\"i64\" shape=\"{shape}\" offset=\"{offset}\" size=\"{values.Length * 8}\""), shape, "i64", []);
    }

    public int Layer(string type, string attributes, string shape, int[] inputs, string tensor = "", string version = "opset1", string element = "f32") =>
        Add(type, $"{type}{_outputs.Count}", attributes, shape, element, inputs, tensor.Length == 0 ? "" : $" names=\"{tensor}\"", version);

    public int Binary(string type, string shape, int left, int right, string tensor = "") =>
        Layer(type, "auto_broadcast=\"numpy\"", shape, [left, right], tensor);

    public int Unary(string type, string shape, int input, string tensor = "", string version = "opset1") => Layer(type, "", shape, [input], tensor, version);

    public int MatMul(string shape, int left, int right, string tensor = "") =>
        Layer("MatMul", "transpose_a=\"false\" transpose_b=\"false\"", shape, [left, right], tensor);

    public int ReadValue(string variable, string shape, int? initial, string type = "f32") =>
        Layer("ReadValue", $"variable_id=\"{variable}\" variable_type=\"{type}\" variable_shape=\"{shape}\"", shape, initial is { } input ? [input] : [], version: "opset6", element: type);

    public void Assign(string variable, int input) =>
        Layer("Assign", $"variable_id=\"{variable}\"", _outputs[input].Dims, [input], version: "opset6", element: _outputs[input].Type);

    public void Result(int input)
    {
        int id = Begin("Result", $"result{_outputs.Count}", "", "opset1");
        Inputs([input], id);
        _layers.AppendLine("</layer>");
        _outputs.Add(("", "", 0));
    }

    /// <summary>Writes <c>name.xml</c> and <c>name.bin</c>; returns the path of the former.</summary>
    public string Save(TemporaryFolder folder)
    {
        string xml = folder.File($"{name}.xml");
        File.WriteAllText(xml, $"<?xml version=\"1.0\"?>\n<net name=\"{name}\" version=\"11\">\n<layers>\n{_layers}</layers>\n<edges>\n{_edges}</edges>\n<rt_info/>\n</net>\n");
        File.WriteAllBytes(folder.File($"{name}.bin"), [.. _weights]);
        return xml;
    }

    private int Add(string type, string layerName, string attributes, string shape, string element, int[] inputs, string names = "", string version = "opset1")
    {
        int id = Begin(type, layerName, attributes, version);
        Inputs(inputs, id);
        int port = inputs.Length;
        _layers.AppendLine($"<output><port id=\"{port}\" precision=\"{Precision(element)}\"{names}>{Dims(shape)}</port></output></layer>");
        _outputs.Add((shape, element, port));
        return id;
    }

    private int Begin(string type, string layerName, string attributes, string version)
    {
        int id = _outputs.Count;
        _layers.AppendLine($"<layer id=\"{id}\" name=\"{layerName}\" type=\"{type}\" version=\"{version}\">");
        if (attributes.Length > 0)
            _layers.AppendLine($"<data {attributes}/>");

        return id;
    }

    private void Inputs(int[] inputs, int id)
    {
        if (inputs.Length == 0)
            return;

        _layers.AppendLine("<input>");
        for (int port = 0; port < inputs.Length; port++)
        {
            (string dims, string type, int from) = _outputs[inputs[port]];
            _layers.AppendLine($"<port id=\"{port}\" precision=\"{Precision(type)}\">{Dims(dims)}</port>");
            _edges.AppendLine($"<edge from-layer=\"{inputs[port]}\" from-port=\"{from}\" to-layer=\"{id}\" to-port=\"{port}\"/>");
        }

        _layers.AppendLine("</input>");
    }

    private static string Precision(string element) => element switch
    {
        "f32" => "FP32",
        "f16" => "FP16",
        "boolean" => "BOOL",
        _ => element.ToUpperInvariant(),
    };

    private static string Dims(string shape) =>
        string.Concat(shape.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(static dim => $"<dim>{(dim == "?" ? "-1" : dim)}</dim>"));
}
