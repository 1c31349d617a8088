using OpenVinoFlow.Pipeline.Configuration;

namespace OpenVinoFlow.Pipeline.Tests.Configuration;

/// <summary><c>${env:NAME}</c>, and that what a variable holds is never shown.</summary>
public sealed class InterpolationTests
{
    private const string Secret = "hunter2";

    private static readonly Dictionary<string, string> _environment = new() { ["SECRET"] = Secret, ["EMPTY"] = "", ["NUMBER"] = "12", ["YAML"] = "x\nmodel: y" };

    [Theory]
    [InlineData("${env:NUMBER}", "12")]
    [InlineData("a${env:NUMBER}b${env:NUMBER}", "a12b12")]
    [InlineData("${env:UNSET:-d e}", "d e")]
    [InlineData("x${env:UNSET:-}", "x")]
    [InlineData("x${env:EMPTY:-d}", "xd")]
    [InlineData("x${env:EMPTY}", "x")]
    [InlineData("${env:NUMBER:-d}", "12")]
    [InlineData("${env:UNSET:-a:-b}", "a:-b")]
    [InlineData("$${env:NUMBER}", "${env:NUMBER}")]
    [InlineData("$$${env:NUMBER}", "$${env:NUMBER}")]
    [InlineData("$5 $$ $", "$5 $$ $")]
    public void Variables_are_replaced(string written, string read)
    {
        Assert.Equal(read, Flows.Read(Flows.Minimal + $"name: \"{written}\"\n", environment: _environment).Options.Name);
        Assert.Equal(read, Flows.Read(Flows.Minimal, [$"name={written}"], environment: _environment).Options.Name);
    }

    [Fact]
    public void Any_kind_of_value_may_come_from_the_environment()
    {
        FlowOptions options = Flows.Read(
            Flows.Minimal + """
            infer: { batch: "${env:NUMBER}", requests: "${env:UNSET:-auto}" }
            preprocess: { mean: [1, "${env:NUMBER}", 3] }
            """, environment: _environment).Options;

        Assert.Equal(12, options.Infer.Batch);
        Assert.Null(options.Infer.Requests);
        Assert.Equal([1f, 12f, 3f], options.Preprocess.Mean);
    }

    [Theory]
    [InlineData("${env:UNSET}", "name: the environment variable UNSET is not set; set it, or give a default: ${env:UNSET:-default}")]
    [InlineData("${HOME}", "name: only ${env:NAME} and ${env:NAME:-default} are replaced; write $${ for a literal ${")]
    [InlineData("${env:}", "name: only ${env:NAME}")]
    [InlineData("${env:1A}", "name: only ${env:NAME}")]
    [InlineData("${env:A B}", "name: only ${env:NAME}")]
    [InlineData("${env:A", "name: only ${env:NAME}")]
    [InlineData("${secret:A}", "name: only ${env:NAME}")]
    public void What_cannot_be_replaced_is_named_at_its_place(string written, string complaint) =>
        Assert.StartsWith($"flow.yaml:3:7: {complaint}", Flows.Complaints(Flows.Minimal + $"name: \"{written}\"\n", environment: _environment), StringComparison.Ordinal);

    [Fact]
    public void A_variable_cannot_add_keys() =>
        Assert.StartsWith("flow.yaml:3:7: name is '${env:YAML}'; allowed: a text on one line", Flows.Complaints(Flows.Minimal + "name: ${env:YAML}\n", environment: _environment), StringComparison.Ordinal);

    [Fact]
    public void A_variable_that_is_overridden_or_in_another_profile_may_be_unset()
    {
        const string Yaml = Flows.Minimal + "name: ${env:UNSET}\nprofiles:\n  a: { infer: { batch: \"${env:UNSET}\" } }\n";

        Assert.Equal("x", Flows.Read(Yaml, ["name=x"]).Options.Name);
        Assert.Contains("UNSET is not set", Flows.Complaints(Yaml, ["name=x"], "a"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("name: \"pre-${env:SECRET}\"", "name", "\"pre-${env:SECRET}\"")]
    [InlineData("report: { json: \"${env:SECRET}/r.json\" }", "report.json", "\"${env:SECRET}/r.json\"")]
    [InlineData("preprocess: { mean: [\"${env:NUMBER}\", 1, 1] }", "preprocess.mean", "[\"${env:NUMBER}\", 1, 1]")]
    [InlineData("name: \"${env:UNSET:-plain}\"", "name", "plain")]
    [InlineData("name: \"$${env:SECRET}\"", "name", "\"$${env:SECRET}\"")]
    public void A_resolved_value_shows_the_variable_and_not_what_it_holds(string yaml, string key, string shown)
    {
        ResolvedConfiguration configuration = Flows.Read(Flows.Minimal + yaml + "\n", environment: _environment);

        Assert.Equal(shown, configuration.Value(key));
        Assert.DoesNotContain(configuration.Values, value => value.ToString().Contains(Secret, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("infer: { batch: \"${env:SECRET}\" }")]
    [InlineData("infer: { batch_timeout: \"${env:SECRET}\" }")]
    [InlineData("infer: { scheduling: \"${env:SECRET}\" }")]
    [InlineData("preprocess: { mean: [\"${env:SECRET}\", 1] }")]
    [InlineData("preprocess: { max_file_bytes: \"${env:SECRET}\" }")]
    [InlineData("errors: { max_failure_rate: \"${env:SECRET}\" }")]
    [InlineData("api_version: \"${env:SECRET}\"")]
    [InlineData("report: { json: \"${env:SECRET}\" }\nerrors: { quarantine: \"${env:SECRET}\" }")]
    [InlineData("report: { per_layer: \"${env:SECRET}\" }")]
    public void A_complaint_shows_the_variable_and_not_what_it_holds(string yaml) =>
        Assert.DoesNotContain(Secret, Flows.Complaints(Flows.Minimal + yaml + "\n", environment: _environment), StringComparison.Ordinal);

    [Fact]
    public void A_hint_does_not_repeat_what_a_variable_holds()
    {
        var environment = new Dictionary<string, string> { ["RATE"] = "42" };

        Assert.DoesNotContain("42", Flows.Complaints(Flows.Minimal + "errors: { max_failure_rate: \"${env:RATE}\" }\n", environment: environment), StringComparison.Ordinal);
    }

    [Fact]
    public void A_huge_variable_is_refused()
    {
        var environment = new Dictionary<string, string> { ["HUGE"] = new('x', ConfigurationLimits.MaxScalarLength) };

        Assert.Equal(
            "flow.yaml:3:7: name is longer than 8192 characters after its variables are replaced",
            Flows.Complaints(Flows.Minimal + "name: x${env:HUGE}\n", environment: environment));
    }
}
