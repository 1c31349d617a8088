using System.Runtime.InteropServices;

namespace OpenVinoFlow.Quickstart.Generator.Onnx;

/// <summary>Collects the parts of an ONNX model and writes them as one file. The numbers of the fields are those of onnx.proto.</summary>
internal sealed class OnnxGraph
{
    // Of 2020, with ONNX 1.8: old enough for every runtime in use.
    private const int IrVersion = 7;
    private const int OpsetVersion = 13;

    private const int FloatType = 1;

    private readonly ProtobufWriter _graph = new();

    /// <summary>Starts a graph.</summary>
    public OnnxGraph(string name) => _graph.Text(field: 2, name);

    /// <summary>Declares an input of the model: 32-bit floats.</summary>
    /// <param name="name">Its name, to be used by operations.</param>
    /// <param name="shape">Its dimensions after the first; the first is the number of pictures and open.</param>
    public void Input(string name, params ReadOnlySpan<int> shape) => _graph.Message(field: 11, Port(name, shape));

    /// <summary>Declares an output of the model: 32-bit floats.</summary>
    /// <param name="name">The name of the operation that computes it.</param>
    /// <param name="shape">Its dimensions after the first; the first is the number of pictures and open.</param>
    public void Output(string name, params ReadOnlySpan<int> shape) => _graph.Message(field: 12, Port(name, shape));

    /// <summary>Adds a constant tensor.</summary>
    /// <returns>Its name, to be used by operations.</returns>
    public string Constant(string name, ReadOnlySpan<float> values, params ReadOnlySpan<int> shape)
    {
        var tensor = new ProtobufWriter();
        foreach (int dimension in shape)
            tensor.Integer(field: 1, dimension);

        tensor.Integer(field: 2, FloatType);
        tensor.Text(field: 8, name);
        tensor.Bytes(field: 9, MemoryMarshal.AsBytes(values));
        _graph.Message(field: 5, tensor);
        return name;
    }

    /// <summary>Adds an operation.</summary>
    /// <param name="type">The operator, for example <c>Conv</c>.</param>
    /// <param name="name">Name of the operation and of what it computes.</param>
    /// <param name="inputs">Names of what it computes from.</param>
    /// <param name="attributes">Its settings.</param>
    /// <returns>The name, to be used by operations that follow.</returns>
    public string Operation(string type, string name, ReadOnlySpan<string> inputs, params ReadOnlySpan<OnnxAttribute> attributes)
    {
        var node = new ProtobufWriter();
        foreach (string input in inputs)
            node.Text(field: 1, input);

        node.Text(field: 2, name);
        node.Text(field: 3, name);
        node.Text(field: 4, type);
        foreach (OnnxAttribute attribute in attributes)
            attribute.WriteTo(node);

        _graph.Message(field: 1, node);
        return name;
    }

    /// <summary>The bytes of the model file.</summary>
    /// <param name="producer">The program that made it.</param>
    public byte[] ToModel(string producer)
    {
        var operators = new ProtobufWriter();
        operators.Integer(field: 2, OpsetVersion);

        var model = new ProtobufWriter();
        model.Integer(field: 1, IrVersion);
        model.Text(field: 2, producer);
        model.Message(field: 7, _graph);
        model.Message(field: 8, operators);
        return model.Written.ToArray();
    }

    private static ProtobufWriter Port(string name, ReadOnlySpan<int> shape)
    {
        var dimensions = new ProtobufWriter();
        var pictures = new ProtobufWriter();
        pictures.Text(field: 2, "N");
        dimensions.Message(field: 1, pictures);
        foreach (int size in shape)
        {
            var dimension = new ProtobufWriter();
            dimension.Integer(field: 1, size);
            dimensions.Message(field: 1, dimension);
        }

        var tensor = new ProtobufWriter();
        tensor.Integer(field: 1, FloatType);
        tensor.Message(field: 2, dimensions);

        var type = new ProtobufWriter();
        type.Message(field: 1, tensor);

        var port = new ProtobufWriter();
        port.Text(field: 1, name);
        port.Message(field: 2, type);
        return port;
    }
}
