using System.Reflection;
using System.Text.RegularExpressions;
using OpenVinoFlow.Pipeline.Ledger;
using OpenVinoFlow.Preprocess;
using OpenVinoFlow.TestSupport;

namespace OpenVinoFlow.Pipeline.Tests.Ledger;

/// <summary>docs/failures.md lists every stage and every reason there is, and no other.</summary>
public partial class ReasonsTests
{
    [Fact]
    public void The_page_lists_every_reason()
    {
        IEnumerable<string> beyondDecoding = typeof(Reasons).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!);
        IEnumerable<string> decoding = Enum.GetValues<FailureReason>().Where(reason => reason != FailureReason.None).Select(reason => reason.ToText());

        Assert.Equal(beyondDecoding.Union(decoding).Order(), FirstColumn("## Reasons").Order());
    }

    [Fact]
    public void The_page_lists_every_stage() =>
        Assert.Equal(
            Enum.GetValues<FailureStage>().Select(stage => new Failure(stage, Reasons.Internal, "").StageText),
            FirstColumn("## Stages"));

    private static IEnumerable<string> FirstColumn(string heading)
    {
        string page = File.ReadAllText(Path.Combine(SharedAssets.RepositoryRoot, "docs", "failures.md"));
        string section = page[(page.IndexOf(heading, StringComparison.Ordinal) + heading.Length)..];
        int end = section.IndexOf("\n## ", StringComparison.Ordinal);
        return Row().Matches(section[..end]).Select(match => match.Groups[1].Value);
    }

    [GeneratedRegex("^\\| `([a-z_]+)` \\|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
