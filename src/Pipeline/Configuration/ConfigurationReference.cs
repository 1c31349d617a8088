using System.Globalization;
using System.Text;
using OpenVinoFlow.Pipeline.Configuration.Keys;

namespace OpenVinoFlow.Pipeline.Configuration;

/// <summary>The reference of all keys for people; made from the same table that reads them.</summary>
public static class ConfigurationReference
{
    /// <summary>One table a section, in Markdown.</summary>
    public static string ToMarkdown()
    {
        var text = new StringBuilder();
        Append(text, ConfigurationKeys.Root, "", "Everything starts from these keys.");
        return text.ToString();
    }

    private static void Append(StringBuilder text, Section section, string path, string summary)
    {
        string title = path.Length == 0 ? "The top" : $"`{path}`";
        text.Append(CultureInfo.InvariantCulture, $"### {title}\n\n{summary}");
        if (section.Shorthand is not null)
            text.Append(CultureInfo.InvariantCulture, $" `{path[(path.LastIndexOf('.') + 1)..]}: X` is short for `{{ {section.Shorthand}: X }}`.");

        text.Append("\n\n| key | allowed | default | meaning | results |\n|---|---|---|---|---|\n");
        foreach (Key key in section.Keys)
        {
            string standard = key switch { { IsRequired: true } => "required", { Default: { } value } => $"`{value}`", _ => "" };
            text.Append(CultureInfo.InvariantCulture, $"| `{key.Name}` | {key.Reference} | {standard} | {key.Summary} | {(key.ShapesResults ? "yes" : "")} |\n");
        }

        text.Append('\n');
        foreach (Key key in section.Keys)
        {
            if (key.Section is not null)
                Append(text, key.Section, Key.Join(path, key.IsSectionList ? $"{key.Name}[]" : key.Name), key.Summary);
        }
    }
}
