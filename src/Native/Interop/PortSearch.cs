namespace OpenVinoFlow.Native.Interop;

/// <summary>Finds ports by name.</summary>
internal static class PortSearch
{
    /// <summary>The port whose key is <paramref name="name"/>, or null.</summary>
    public static Port? ByKey(IReadOnlyList<Port> ports, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        for (int index = 0; index < ports.Count; index++)
        {
            if (ports[index].Key == name)
                return ports[index];
        }

        return null;
    }

    /// <summary>
    /// The port one of whose names is <paramref name="name"/>, or null. A tensor can have several names of which a description holds one;
    /// <paramref name="canonicalName"/> asks the native model which that is.
    /// </summary>
    public static Port? ByAlias(IReadOnlyList<Port> ports, string name, Func<string, string?> canonicalName) =>
        canonicalName(name) is { } canonical ? ByKey(ports, canonical) : null;

    /// <summary>Says that there is no such port and which there are.</summary>
    public static ArgumentException Missing(string name, string side, IReadOnlyList<Port> ports) =>
        new($"The model has no {side} '{name}'. It has: {string.Join("; ", ports)}.", nameof(name));

    /// <summary>A port's name, after which the port is freed.</summary>
    public static string? NameAndFree(PortHandle port)
    {
        using (port)
            return PortList.AnyName(port);
    }
}
