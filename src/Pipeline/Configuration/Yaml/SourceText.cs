namespace OpenVinoFlow.Pipeline.Configuration.Yaml;

/// <summary>A text with its lines, for positions that an editor understands.</summary>
internal sealed class SourceText
{
    private readonly List<int> _starts = [0];

    public SourceText(string text)
    {
        Text = text;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.Length || text[i + 1] != '\n')))
                _starts.Add(i + 1);
        }
    }

    public string Text { get; }

    /// <summary>The text of a line, counted from 1, without its line break.</summary>
    public ReadOnlySpan<char> Line(int line)
    {
        int start = _starts[line - 1];
        int end = line < _starts.Count ? _starts[line] : Text.Length;
        return Text.AsSpan(start, end - start).TrimEnd("\r\n");
    }

    /// <summary>Line and column of a character, counted from 1.</summary>
    public (int Line, int Column) Locate(int index)
    {
        int line = _starts.BinarySearch(index);
        if (line < 0)
            line = ~line - 1;

        return (line + 1, index - _starts[line] + 1);
    }

    /// <summary>
    /// The nearest position inside the text, where one past the last character of a line counts as inside: the parser reports the end of the
    /// text a line further down.
    /// </summary>
    public (int Line, int Column) Clamp(int line, int column)
    {
        if (line > _starts.Count)
            return (_starts.Count, Line(_starts.Count).Length + 1);

        line = Math.Max(line, 1);
        return (line, Math.Clamp(column, 1, Line(line).Length + 1));
    }

    /// <summary>The first line that is indented with a tab, counted from 1.</summary>
    public int? FindIndentingTab()
    {
        for (int line = 1; line <= _starts.Count; line++)
        {
            ReadOnlySpan<char> text = Line(line);
            if (text[..(text.Length - text.TrimStart().Length)].Contains('\t'))
                return line;
        }

        return null;
    }

    /// <summary>
    /// The first character that no YAML text may hold, or that some programs take for a line break and others not. The parser would take a
    /// NUL for the end of the text.
    /// </summary>
    public (int Index, string Name)? FindForbiddenCharacter()
    {
        for (int i = 0; i < Text.Length; i++)
        {
            char c = Text[i];
            bool allowed = char.IsControl(c) ? c is '\t' or '\n' or '\r' : c is not ('\u2028' or '\u2029' or '\uFFFE' or '\uFFFF');
            if (!allowed || (c == '\uFEFF' && i > 0))
                return (i, $"the character U+{(int)c:X4}");
        }

        return null;
    }
}
