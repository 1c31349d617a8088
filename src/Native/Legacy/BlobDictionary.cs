using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace OpenVinoFlow.Native.Legacy;

/// <summary>
/// The blobs of one side of a request by name, in the model's order; by index too, which is how tensors without names are reached (their
/// key is <c>#</c> and the index). Each look gives the blob as it is now.
/// </summary>
public sealed class BlobDictionary : IReadOnlyDictionary<string, Blob>
{
    private readonly IReadOnlyList<Port> _ports;
    private readonly Func<string, Port> _find;
    private readonly Func<int, Blob> _blob;

    internal BlobDictionary(IReadOnlyList<Port> ports, Func<string, Port> find, Func<int, Blob> blob)
    {
        _ports = ports;
        _find = find;
        _blob = blob;
    }

    /// <summary>Number of blobs.</summary>
    public int Count => _ports.Count;

    /// <summary>The names.</summary>
    public IEnumerable<string> Keys => _ports.Select(static port => port.Key);

    /// <summary>The blobs.</summary>
    public IEnumerable<Blob> Values => _ports.Select(port => _blob(port.Index));

    /// <summary>The blob of that name; any of a tensor's names will do.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    /// <exception cref="OpenVinoException">An inference is running (<see cref="StatusCode.REQUEST_BUSY"/>).</exception>
    public Blob this[string name] => _blob(_find(name).Index);

    /// <summary>The blob at that position.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is none.</exception>
    /// <exception cref="OpenVinoException">An inference is running (<see cref="StatusCode.REQUEST_BUSY"/>).</exception>
    public Blob this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            return _blob(index);
        }
    }

    /// <summary>Whether there is a blob of that name.</summary>
    public bool ContainsKey(string key) => _ports.Any(port => port.Key == key);

    /// <summary>The blob of that name, if there is one.</summary>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out Blob value)
    {
        value = ContainsKey(key) ? this[key] : null;
        return value is not null;
    }

    /// <summary>Names and blobs in the model's order.</summary>
    public IEnumerator<KeyValuePair<string, Blob>> GetEnumerator()
    {
        foreach (Port port in _ports)
            yield return new KeyValuePair<string, Blob>(port.Key, _blob(port.Index));
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
