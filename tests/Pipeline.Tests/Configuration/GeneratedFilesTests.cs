using OpenVinoFlow.Pipeline.Configuration;
using OpenVinoFlow.TestSupport;

namespace OpenVinoFlow.Pipeline.Tests.Configuration;

/// <summary>Files that are made from the table of keys. With <c>OVFLOW_REGENERATE=1</c> they are written instead of compared.</summary>
public sealed class GeneratedFilesTests
{
    private const string Command = "OVFLOW_REGENERATE=1 dotnet test -c Release --project tests/Pipeline.Tests -- --filter-class \"*GeneratedFilesTests\"";

    [Fact]
    public void The_schema_is_up_to_date() => Compare("configs/ovflow.schema.json", _ => ConfigurationSchema.ToJson());

    [Fact]
    public void The_reference_is_up_to_date() => Compare("docs/configuration.md", page =>
    {
        const string Start = "<!-- keys: ", End = "<!-- end of keys -->";
        int start = page.IndexOf('\n', page.IndexOf(Start, StringComparison.Ordinal)) + 1;
        int end = page.IndexOf(End, StringComparison.Ordinal);
        return $"{page[..start]}\n{ConfigurationReference.ToMarkdown()}{page[end..]}";
    });

    private static void Compare(string file, Func<string, string> generate)
    {
        string path = Path.Combine(SharedAssets.RepositoryRoot, file);
        string committed = File.Exists(path) ? File.ReadAllText(path) : "";
        string generated = generate(committed);

        if (Environment.GetEnvironmentVariable("OVFLOW_REGENERATE") == "1")
            File.WriteAllText(path, generated);
        else
            Assert.True(committed == generated, $"{file} is stale. Renew it with:\n{Command}");
    }
}
