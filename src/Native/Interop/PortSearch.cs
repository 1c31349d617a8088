namespace OpenVinoFlow.Native.Interop;

/// <summary>Finds ports by name.</summary>
internal static class PortSearch
{
    /// <summary>
    /// The port whose key is <paramref name="name"/>, or null. A tensor can have several names of which a description holds one:
    /// <paramref name="canonicalName"/> asks the native model for the name that belongs to an alias.
    /// </summary>
    public static Port? Find(IReadOnlyList<Port> ports, string name, Func<string, string?> canonicalName)
    {
        ArgumentNullException.ThrowIfNull(name);
        return ByKey(ports, name) ?? (canonicalName(name) is { } canonical ? ByKey(ports, canonical) : null);
    }

    /// <summary>Says that there is no such port and which there are.</summary>
    public static ArgumentException Missing(string name, string side, IReadOnlyList<Port> ports) =>
        new($"The model has no {side} '{name}'. It has: {string.Join("; ", ports)}.", nameof(name));

    /// <summary>A port's name, after which the port is freed.</summary>
    public static string? NameAndFree(PortHandle port)
    {
        using (port)
            return PortList.AnyName(port);
    }

    private static Port? ByKey(IReadOnlyList<Port> ports, string key)
    {
        foreach (Port port in ports)
        {
            if (port.Key == key)
                return port;
        }

        return null;
    }
}
