using OpenVinoFlow.Native.States;

namespace OpenVinoFlow.Native.Interop;

/// <summary>Reads the ports of a model into plain descriptions.</summary>
internal static unsafe class PortList
{
    public delegate StatusCode CountCall<THandle>(THandle model, out nuint count);

    public delegate StatusCode PortCall<THandle>(THandle model, nuint index, out PortHandle port);

    /// <summary>All ports of one side of a model, in native order.</summary>
    public static IReadOnlyList<Port> Read<THandle>(THandle model, CountCall<THandle> count, PortCall<THandle> byIndex)
    {
        Status.Check(count(model, out nuint size), "count a model's ports");
        var ports = new Port[(int)size];
        for (int index = 0; index < ports.Length; index++)
        {
            Status.Check(byIndex(model, (nuint)index, out PortHandle handle), "read a model's port");
            using (handle)
                ports[index] = Describe(handle, index);
        }

        return ports;
    }

    /// <summary>The ports without those that carry memory states, numbered anew.</summary>
    public static IReadOnlyList<Port> Visible(IReadOnlyList<Port> ports, StatefulModel? states)
    {
        if (states is null)
            return ports;

        List<Port> visible = [];
        foreach (Port port in ports)
        {
            if (port.Name is null || !port.Name.StartsWith(StateRewriter.Prefix, StringComparison.Ordinal))
                visible.Add(new Port(visible.Count, port.NativeIndex, port.Name, port.ElementType, port.PartialShape));
        }

        return visible;
    }

    /// <summary>The name a port gives itself, or null where it has none.</summary>
    public static string? AnyName(PortHandle port) =>
        NativeMethods.ov_port_get_any_name(port, out byte* name) == StatusCode.OK ? NativeText.Take(name) : null;

    private static Port Describe(PortHandle handle, int index)
    {
        Status.Check(NativeMethods.ov_port_get_element_type(handle, out ElementType type), "read a port's element type");
        Status.Check(NativeMethods.ov_port_get_partial_shape(handle, out NativePartialShape native), "read a port's shape");
        try
        {
            return new Port(index, index, AnyName(handle), type, NativeShapes.ToPartialShape(native));
        }
        finally
        {
            NativeMethods.ov_partial_shape_free(&native);
        }
    }
}
