using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace OpenVinoFlow.Pipeline.Configuration.Yaml;

/// <summary>
/// Turns YAML text into <see cref="Node"/>s, from the parser's events, so that every key and value keeps its place. What YAML offers beyond
/// mappings, lists and values (anchors, aliases, tags, merge keys, several documents) is refused by name.
/// </summary>
internal sealed class DocumentReader
{
    private readonly Layer _layer;
    private readonly ProblemList _problems;
    private readonly SourceText _text;
    private readonly Parser _parser;
    private int _nodes;

    private DocumentReader(SourceText text, Layer layer, ProblemList problems)
    {
        _text = text;
        _layer = layer;
        _problems = problems;
        _parser = new Parser(new StringReader(text.Text));
    }

    /// <summary>
    /// The root of the one document in <paramref name="text"/>; null where it is not YAML, is empty, or exceeds a limit, which is then reported.
    /// </summary>
    public static Node? Read(string text, Layer layer, ProblemList problems)
    {
        var reader = new DocumentReader(new SourceText(text), layer, problems);
        try
        {
            reader.CheckCharacters();
            return reader.ReadDocument();
        }
        catch (StopException)
        {
            return null;
        }
    }

    private bool IsOverride => _layer.Kind == ConfigurationOriginKind.Override;

    private void CheckCharacters()
    {
        if (_text.FindForbiddenCharacter() is not (int index, string name))
            return;

        (int line, int column) = _text.Locate(index);
        throw Stop(At(line, column), $"not a YAML text: holds {name}; inside double quotes it can be written as an escape");
    }

    private Node ReadDocument()
    {
        try
        {
            Next<StreamStart>();
            if (Advance() && _parser.Current is StreamEnd)
                throw Stop(At(1, 1), IsOverride ? "there is no value" : "the file is empty: at least 'model' is needed");

            Advance();
            Node root = ReadNode(depth: 1);
            Next<DocumentEnd>();
            if (Advance() && _parser.Current is DocumentStart second)
                throw Stop(At(second.Start), "a second document starts here: one file holds one flow");

            return root;
        }
        catch (YamlException exception)
        {
            (Place place, string hint) = Explain(exception);
            throw Stop(place, $"not valid YAML: {exception.Message.TrimEnd('.')}{hint}");
        }
    }

    /// <summary>Reads the node whose first event is the parser's current one, and leaves the parser at its last.</summary>
    private Node ReadNode(int depth)
    {
        ParsingEvent? current = _parser.Current;
        Place place = At(current?.Start ?? Mark.Empty);

        if (++_nodes > ConfigurationLimits.MaxNodes)
            throw Stop(place, $"more than {ConfigurationLimits.MaxNodes} keys and values");
        if (depth > ConfigurationLimits.MaxDepth)
            throw Stop(place, $"nested more than {ConfigurationLimits.MaxDepth} deep");

        if (current is AnchorAlias alias)
        {
            Unsupported(place, "aliases", $"*{alias.Value}", "write the value out, or put it in quotes if the '*' belongs to it");
            return new RefusedNode(place);
        }

        if (current is not NodeEvent content)
            throw Stop(place, "not valid YAML: a value is expected here");

        if (!content.Anchor.IsEmpty)
            Unsupported(place, "anchors", $"&{content.Anchor.Value}", "use a profile for what is shared, or quotes if the '&' belongs to the value");

        if (!content.Tag.IsEmpty)
        {
            string tag = content.Tag.IsNonSpecific ? "!" : content.Tag.Value;
            Unsupported(place, "tags", tag, "the key decides the type, so leave it out, or use quotes if the '!' belongs to the value");
        }

        return content switch
        {
            Scalar scalar => ReadScalar(scalar, place),
            SequenceStart => ReadSequence(place, depth),
            _ => ReadMapping(place, depth),
        };
    }

    private ScalarNode ReadScalar(Scalar scalar, Place place)
    {
        if (scalar.Value.Length > ConfigurationLimits.MaxScalarLength)
            throw Stop(place, $"a value of {scalar.Value.Length} characters: at most {ConfigurationLimits.MaxScalarLength} are allowed");

        return new ScalarNode(place, scalar.Value, scalar.Style == ScalarStyle.Plain);
    }

    private SequenceNode ReadSequence(Place place, int depth)
    {
        var items = new List<Node>();
        while (Advance() && _parser.Current is not SequenceEnd)
            items.Add(ReadNode(depth + 1));

        return new SequenceNode(place, items);
    }

    private MappingNode ReadMapping(Place place, int depth)
    {
        var entries = new List<MappingEntry>();
        var lines = new Dictionary<string, Place>();

        while (Advance() && _parser.Current is not MappingEnd)
        {
            Node key = ReadNode(depth + 1);
            Advance();
            Node value = ReadNode(depth + 1);

            if (key is RefusedNode)
                continue;

            if (key is not ScalarNode { Text.Length: > 0 } name)
            {
                string given = key is ScalarNode ? "nothing" : key.Description;
                _problems.Add(key.Place, "", $"a key must be a name, not {given}; a value with '{{', '[' or ':' in it needs quotes");
            }
            else if (name.Text == "<<")
            {
                _problems.Add(key.Place, "", "merge keys ('<<') are not supported; use a profile for what is shared");
            }
            else if (lines.TryGetValue(name.Text, out Place first))
            {
                _problems.Add(key.Place, "", $"the key {Quoted.ForMessage(name.Text)} is given twice: first on {first}");
            }
            else
            {
                lines.Add(name.Text, key.Place);
                entries.Add(new MappingEntry(name.Text, key.Place, value));
            }
        }

        return new MappingNode(place, entries);
    }

    private void Next<TEvent>() where TEvent : ParsingEvent
    {
        if (!Advance() || _parser.Current is not TEvent)
            throw new YamlException($"expected {typeof(TEvent).Name}");
    }

    private bool Advance()
    {
        try
        {
            return _parser.MoveNext();
        }
        catch (Exception exception) when (exception is not (YamlException or OutOfMemoryException))
        {
            // On some damaged texts the parser's own state checks fail before it finds the mistake.
            throw Stop(At(_parser.Current?.End ?? Mark.Empty), "not valid YAML from here on");
        }
    }

    private Place At(Mark mark) => At((int)mark.Line, (int)mark.Column);

    private Place At(int line, int column)
    {
        if (IsOverride)
            return new Place(_layer, 0, 0);

        (line, column) = _text.Clamp(line, column);
        return new Place(_layer, line, column);
    }

    private (Place Place, string Hint) Explain(YamlException exception)
    {
        Mark mark = exception.Start;
        if (_text.FindIndentingTab() is int tabLine && exception.Message.Contains("tab", StringComparison.Ordinal))
            return (At(tabLine, 1), "; indent with spaces");

        (int line, _) = _text.Clamp((int)mark.Line, (int)mark.Column);
        string hint = "";
        if (_text.Line(line).Contains("${", StringComparison.Ordinal))
            hint = "; inside [ ] and { } a value with '${env:NAME}' needs quotes";
        else if (exception.Message.Contains("cannot start any token", StringComparison.Ordinal))
            hint = "; a value that starts with %, @ or ` needs quotes";

        return (At(mark), hint);
    }

    private void Unsupported(Place place, string feature, string given, string advice) =>
        _problems.Add(place, "", $"{feature} are not supported: {Quoted.ForMessage(given)}; {advice}");

    private StopException Stop(Place place, string message)
    {
        _problems.Add(place, "", message);
        return new StopException();
    }

    /// <summary>Leaves the recursion; what is wrong has been reported.</summary>
    private sealed class StopException : Exception;
}
