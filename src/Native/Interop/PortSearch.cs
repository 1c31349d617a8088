namespace OpenVinoFlow.Native.Interop;

/// <summary>Finds ports by name.</summary>
internal static class PortSearch
{
    /// <summary>
    /// The port whose key is <paramref name="name"/>. A tensor can have several names of which a description holds one:
    /// <paramref name="canonicalName"/> asks the native model for the name that belongs to an alias.
    /// </summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static Port Find(IReadOnlyList<Port> ports, string name, string side, Func<string, string?> canonicalName)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (ByKey(ports, name) is { } exact)
            return exact;

        if (canonicalName(name) is { } canonical && ByKey(ports, canonical) is { } aliased)
            return aliased;

        throw new ArgumentException($"The model has no {side} '{name}'. It has: {string.Join("; ", ports)}.", nameof(name));
    }

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
