using Spectre.Console;

namespace OpenVinoFlow.Cli.Output;

/// <summary>Tables of figures: text to the left, numbers to the right, no colours, and never cut for a pipe.</summary>
internal static class Tables
{
    /// <summary>Wide enough for every table where there is no terminal to fit into.</summary>
    private const int PipeWidth = 240;

    /// <summary>The first and the last column hold words, those between numbers.</summary>
    public static Table Create(params ReadOnlySpan<string> columns)
    {
        var table = new Table { Border = TableBorder.Simple };
        for (int i = 0; i < columns.Length; i++)
        {
            var column = new TableColumn(new Text(columns[i])) { NoWrap = true };
            table.AddColumn(i == 0 || i == columns.Length - 1 ? column : column.RightAligned());
        }

        return table;
    }

    public static void Write(TextWriter output, Table table)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output), ColorSystem = ColorSystemSupport.NoColors });
        if (Console.IsOutputRedirected)
            console.Profile.Width = PipeWidth;
        console.Write(table);
    }
}
