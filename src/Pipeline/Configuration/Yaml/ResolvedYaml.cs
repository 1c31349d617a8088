using System.Text;

namespace OpenVinoFlow.Pipeline.Configuration.Yaml;

/// <summary>Writes resolved values as a YAML text: their sections as nested mappings and lists, their origins as comments.</summary>
internal static class ResolvedYaml
{
    private const int Indent = 2;

    public static string Write(IReadOnlyList<ResolvedValue> values)
    {
        var text = new StringBuilder();
        List<string> open = [];

        foreach (ResolvedValue value in values)
        {
            List<string> section = Split(value.Section);
            int common = 0;
            while (common < open.Count && common < section.Count && open[common] == section[common])
                common++;

            string dash = "";
            for (int depth = common; depth < section.Count; depth++)
            {
                if (section[depth][0] == '[')
                {
                    dash = "- ";
                    continue;
                }

                text.Append(' ', Indent * depth - dash.Length).Append(dash).Append(section[depth]).Append(":\n");
                dash = "";
            }

            text.Append(' ', Indent * section.Count);
            if (value.OnlyWith is not null)
                text.Append("# ");

            text.Append(Quoted.ForYaml(value.Name)).Append(": ").Append(value.Value).Append("  # ").Append(value.Remark).Append('\n');
            open = section;
        }

        return text.ToString();
    }

    /// <summary>
    /// <c>sinks[0].jsonl</c> as <c>sinks</c>, <c>[0]</c>, <c>jsonl</c>: one level of nesting each. An item of a list always holds a section.
    /// </summary>
    private static List<string> Split(string section)
    {
        var levels = new List<string>();
        foreach (string name in section.Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            int bracket = name.IndexOf('[', StringComparison.Ordinal);
            levels.Add(bracket < 0 ? name : name[..bracket]);
            if (bracket >= 0)
                levels.Add(name[bracket..]);
        }

        return levels;
    }
}
