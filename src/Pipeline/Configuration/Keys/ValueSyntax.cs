using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using OpenVinoFlow.Pipeline.Configuration.Yaml;

namespace OpenVinoFlow.Pipeline.Configuration.Keys;

/// <summary>A value that was read, and how to show it.</summary>
internal readonly record struct Reading<T>(T Value, string Shown, bool FromEnvironment);

/// <summary>How values of one kind are written, checked and described. Immutable.</summary>
internal abstract class ValueSyntax<T>
{
    /// <summary>What may be given, to follow "allowed:": <c>a whole number from 1 to 4096</c>.</summary>
    public abstract string Allowed { get; }

    /// <summary>The same for the reference, in Markdown.</summary>
    public virtual string Reference => Allowed;

    /// <summary>True where an override's value is taken as it is, not as YAML.</summary>
    public abstract bool IsScalar { get; }

    /// <summary>Reads the value; what is wrong with it goes to the binder.</summary>
    public abstract bool TryRead(Node node, string path, Binder binder, out Reading<T> reading);

    /// <summary>The value as it would be written in a file.</summary>
    public abstract string Write(T value);

    /// <summary>The value as it enters the fingerprint.</summary>
    public virtual string Canonical(T value, string baseFolder) => Write(value);

    /// <summary>What is wrong with a value that was set in code, to follow the key: <c>is 0; allowed: …</c>; null when nothing is.</summary>
    public virtual string? Refuse(T value) => null;

    /// <summary>The value as JSON, for the schema's default.</summary>
    public virtual JsonNode? ToJson(T value) => JsonValue.Create(Write(value));

    /// <summary>The JSON schema of what may be given.</summary>
    public abstract JsonObject Schema();
}

/// <summary>A value written as one scalar.</summary>
internal abstract class ScalarSyntax<T> : ValueSyntax<T>
{
    public override bool IsScalar => true;

    /// <summary>Reads the text; <paramref name="hint"/> may say more than <see cref="ValueSyntax{T}.Allowed"/> does.</summary>
    public abstract bool TryParse(string text, Place place, [MaybeNullWhen(false)] out T value, out string? hint);

    /// <summary>Whether a value from the environment must not be shown by what uses it either. A path may: a message has to say which file.</summary>
    protected virtual bool MayBeSecret => false;

    /// <summary>Whether nothing (YAML's null) is a value; its spelling is given.</summary>
    public virtual bool ReadsNull(string text) => false;

    public override bool TryRead(Node node, string path, Binder binder, out Reading<T> reading)
    {
        reading = default;
        if (node is not ScalarNode scalar)
        {
            binder.Report(node, path, $"{path} is {node.Description}; allowed: {Allowed}");
            return false;
        }

        if (scalar.IsNull && !ReadsNull(scalar.Text))
        {
            binder.Report(node, path, $"{path} has no value; allowed: {Allowed}; leave the key out for its default");
            return false;
        }

        if (!binder.TryExpand(scalar, path, out InterpolatedText text))
            return false;

        if (!TryParse(text.Text, node.Place, out T? value, out string? hint))
        {
            // A hint may repeat a part of the value.
            string more = hint is null || text.FromEnvironment ? "" : $"; {hint}";
            binder.Report(node, path, $"{path} is {Quoted.ForMessage(text.Shown)}; allowed: {Allowed}{more}");
            return false;
        }

        if (text.FromEnvironment && MayBeSecret)
            binder.Hide(text);
        reading = new Reading<T>(value, text.FromEnvironment ? Quoted.ForYaml(text.Template) : Write(value), text.FromEnvironment);
        return true;
    }

    /// <summary>A scalar other than text may also be given as <c>${env:NAME}</c>.</summary>
    protected static JsonObject OrFromEnvironment(params JsonObject[] alternatives) => new()
    {
        ["anyOf"] = new JsonArray([.. alternatives, new JsonObject { ["type"] = "string", ["pattern"] = @"\$\{env:" }]),
    };
}
