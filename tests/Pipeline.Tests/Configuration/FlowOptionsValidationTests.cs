using OpenVinoFlow.Pipeline.Configuration;

namespace OpenVinoFlow.Pipeline.Tests.Configuration;

/// <summary>Options built in code are held to the same rules as a file.</summary>
public sealed class FlowOptionsValidationTests
{
    private static readonly FlowOptions _valid = new()
    {
        Model = new ModelOptions { Path = "m.onnx" },
        Source = new SourceOptions { Synthetic = new SyntheticSourceOptions { Count = 1 } },
        Sinks = [new JsonlSinkOptions { Path = "out.jsonl" }, new NpySinkOptions { Path = "out" }],
    };

    public static TheoryData<string, FlowOptions> Invalid => new()
    {
        { "infer.batch is 0; allowed: a whole number from 1 to 4096", _valid with { Infer = new InferOptions { Batch = 0 } } },
        { "infer.requests is -1; allowed: a whole number from 1 to 1024", _valid with { Infer = new InferOptions { Requests = -1 } } },
        { "infer.batch_timeout is 2h; allowed: a duration", _valid with { Infer = new InferOptions { BatchTimeout = TimeSpan.FromHours(2) } } },
        { "infer.scheduling is 9; allowed: first_idle, round_robin", _valid with { Infer = new InferOptions { Scheduling = (SchedulingKind)9 } } },
        { "errors.max_failure_rate is 1.5; allowed: a percentage", _valid with { Errors = new ErrorOptions { MaxFailureRate = 1.5 } } },
        { "preprocess.mean is NaN; allowed: a number", _valid with { Preprocess = new PreprocessingOptions { Mean = [float.NaN] } } },
        { "preprocess.mean has 0 values; allowed: one number", _valid with { Preprocess = new PreprocessingOptions { Mean = [] } } },
        { "preprocess.scale has 2 values; allowed: one for all channels, or three", _valid with { Preprocess = new PreprocessingOptions { Scale = [1, 2] } } },
        { "preprocess.max_file_bytes is 0; allowed: a size", _valid with { Preprocess = new PreprocessingOptions { MaxFileBytes = 0 } } },
        { "name is ''; allowed: a text on one line; it is empty", _valid with { Name = "" } },
        { "model.properties is wrong: the name 'a b' is not allowed", _valid with { Model = _valid.Model with { Properties = new Dictionary<string, string> { ["a b"] = "1" } } } },
        { "missing required key 'model.path'; it may be left out only with engine: null", _valid with { Model = new ModelOptions { Path = "" } } },
        { "source is set to more than one of", _valid with { Source = _valid.Source with { Zip = new ArchiveSourceOptions { Path = "a.zip" } } } },
        { "sinks[1].jsonl.top_k is -1; allowed: a whole number from 0 to 10_000", _valid with { Sinks = [_valid.Sinks[0], new JsonlSinkOptions { Path = "b", TopK = -1 }] } },
        { "report.json names the same file as sinks[0].jsonl.path; give each its own", _valid with { Report = new ReportOptions { Json = "out.jsonl" } } },
    };

    [Fact]
    public void Valid_options_pass()
    {
        FlowOptionsValidation.ThrowIfInvalid(_valid);
        FlowOptionsValidation.ThrowIfInvalid(Flows.Read(Flows.Full).Options);
        FlowOptionsValidation.ThrowIfInvalid(_valid with { Model = new ModelOptions { Path = "", Engine = EngineKind.Null } });
    }

    [Theory]
    [MemberData(nameof(Invalid))]
    public void Invalid_options_are_named(string complaint, FlowOptions options)
    {
        ConfigurationProblem problem = Assert.Single(Assert.Throws<ConfigurationException>(() => FlowOptionsValidation.ThrowIfInvalid(options)).Problems);

        Assert.StartsWith($"options: {complaint}", problem.ToString(), StringComparison.Ordinal);
    }
}
