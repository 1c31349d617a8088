namespace OpenVinoFlow.Quickstart.Generator.Onnx;

/// <summary>A setting of an operation: one integer, or several.</summary>
internal sealed class OnnxAttribute
{
    private const int IntegerType = 2;
    private const int IntegersType = 7;

    private readonly ProtobufWriter _message = new();

    /// <summary>A setting of one integer, for example <c>axis</c>.</summary>
    public OnnxAttribute(string name, int value)
    {
        _message.Text(field: 1, name);
        _message.Integer(field: 3, value);
        _message.Integer(field: 20, IntegerType);
    }

    /// <summary>A setting of several integers, for example <c>kernel_shape</c>.</summary>
    public OnnxAttribute(string name, int[] values)
    {
        _message.Text(field: 1, name);
        foreach (int value in values)
            _message.Integer(field: 8, value);

        _message.Integer(field: 20, IntegersType);
    }

    /// <summary>Writes the setting as part of an operation.</summary>
    public void WriteTo(ProtobufWriter node) => node.Message(field: 5, _message);
}
