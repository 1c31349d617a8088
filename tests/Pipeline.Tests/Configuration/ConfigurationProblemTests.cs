using OpenVinoFlow.Pipeline.Configuration;

namespace OpenVinoFlow.Pipeline.Tests.Configuration;

/// <summary>What is said about a text that is wrong.</summary>
public sealed class ConfigurationProblemTests
{
    [Theory]
    // Keys
    [InlineData("modle: { path: x }", "3:1: unknown key 'modle' at the top; did you mean 'model'? (allowed: api_version, name, model, source, preprocess, infer, workers, sinks, output, errors, report, run, profiles)")]
    [InlineData("infer: { Requests: 4 }", "3:10: unknown key 'Requests' in 'infer'; did you mean 'requests'? (allowed: mode, requests, streams, threads, batch, batch_timeout, timeout, scheduling)")]
    [InlineData("preprocess: { maxPixels: 4 }", "3:15: unknown key 'maxPixels' in 'preprocess'; did you mean 'max_pixels'?")]
    [InlineData("infer: { batch-timeout: 4ms }", "3:10: unknown key 'batch-timeout' in 'infer'; did you mean 'batch_timeout'?")]
    [InlineData("times: true", "3:1: unknown key 'times' at the top; did you mean 'sinks[].jsonl.times'?")]
    [InlineData("workers: { quarantine: x }", "3:12: unknown key 'quarantine' in 'workers'; did you mean 'errors.quarantine'?")]
    [InlineData("workers: { zzzzzz: x }", "3:12: unknown key 'zzzzzz' in 'workers' (allowed: decode, read)")]
    [InlineData("name: a\nname: b", "4:1: the key 'name' is given twice: first on line 3")]
    [InlineData("infer:\n  batch: 1\n  ? [a, b]\n  : c", "5:5: a key must be a name, not a list")]
    [InlineData("infer: { \"\": 1 }", "3:10: a key must be a name, not nothing")]
    // Types and ranges
    [InlineData("infer: { batch: 0 }", "3:17: infer.batch is '0'; allowed: a whole number from 1 to 4096")]
    [InlineData("infer: { batch: 1.5 }", "3:17: infer.batch is '1.5'; allowed: a whole number from 1 to 4096")]
    [InlineData("infer: { batch: 99999999999999999999 }", "3:17: infer.batch is '99999999999999999999'; allowed: a whole number from 1 to 4096")]
    [InlineData("infer: { batch: 1__0 }", "3:17: infer.batch is '1__0'; allowed:")]
    [InlineData("infer: { batch: }", "3:17: infer.batch has no value; allowed: a whole number from 1 to 4096; leave the key out for its default")]
    [InlineData("infer: { batch: [1] }", "3:17: infer.batch is a list; allowed: a whole number from 1 to 4096")]
    [InlineData("infer: { batch: { a: 1 } }", "3:17: infer.batch is a mapping; allowed:")]
    [InlineData("infer: { requests: aut }", "3:20: infer.requests is 'aut'; allowed: auto, or a whole number from 1 to 1024; did you mean 'auto'?")]
    [InlineData("infer: 5", "3:8: infer is a single value; allowed: a mapping with the keys mode, requests,")]
    [InlineData("infer: [a]", "3:8: infer is a list; allowed: a mapping with the keys")]
    [InlineData("infer: { batch_timeout: 5 }", "3:25: infer.batch_timeout is '5'; allowed: a duration with its unit (us, ms, s, m, h) from 0s to 1h, such as 5ms; the unit is missing")]
    [InlineData("infer: { batch_timeout: -5ms }", "3:25: infer.batch_timeout is '-5ms'; allowed:")]
    [InlineData("infer: { batch_timeout: 2h }", "3:25: infer.batch_timeout is '2h'; allowed:")]
    [InlineData("infer: { batch_timeout: 99999999999999h }", "3:25: infer.batch_timeout is '99999999999999h'; allowed:")]
    [InlineData("infer: { scheduling: roundrobin }", "3:22: infer.scheduling is 'roundrobin'; allowed: first_idle, round_robin; did you mean 'round_robin'?")]
    [InlineData("preprocess: { color: RGB }", "3:22: preprocess.color is 'RGB'; allowed: rgb, bgr, gray; did you mean 'rgb'?")]
    [InlineData("preprocess: { resize: { algorithm: lanczos } }", "3:36: preprocess.resize.algorithm is 'lanczos'; allowed: opencv_nearest,")]
    [InlineData("preprocess: { tolerate_warnings: yes }", "3:34: preprocess.tolerate_warnings is 'yes'; allowed: true or false; did you mean 'true'?")]
    [InlineData("preprocess: { max_file_bytes: 3GiB }", "3:31: preprocess.max_file_bytes is '3GiB'; allowed: a size from 1B to 2047MiB: bytes, or with a unit (KB, MB, GB, KiB, MiB, GiB), such as 64MiB")]
    [InlineData("preprocess: { max_file_bytes: 99999999999GiB }", "3:31: preprocess.max_file_bytes is '99999999999GiB'; allowed:")]
    [InlineData("preprocess: { mean: [a, 1, b] }", "3:22: preprocess.mean[0] is 'a'; allowed: a number from -1000000 to 1000000\nflow.yaml:3:28: preprocess.mean[2] is 'b'")]
    [InlineData("preprocess: { mean: [.inf, NaN, 1] }", "3:22: preprocess.mean[0] is '.inf'; allowed: a number from -1000000 to 1000000\nflow.yaml:3:28: preprocess.mean[1] is 'NaN'")]
    [InlineData("preprocess: { mean: [1, 2, 3, 4] }", "3:21: preprocess.mean has 4 values; allowed: one number or a list of three, each a number from -1000000 to 1000000")]
    [InlineData("preprocess: { mean: [] }", "3:21: preprocess.mean has 0 values; allowed:")]
    [InlineData("preprocess: { mean: { r: 1 } }", "3:21: preprocess.mean is a mapping; allowed:")]
    [InlineData("preprocess: { scale: 0 }", "3:22: preprocess.scale is '0'; allowed: a number above 0, up to 1000000")]
    [InlineData("preprocess: { background: [0, 0, 256] }", "3:34: preprocess.background[2] is '256'; allowed: a whole number from 0 to 255")]
    [InlineData("preprocess: { background: 0 }", "3:27: preprocess.background has 1 value; allowed: a list of three whole numbers from 0 to 255: red, green, blue")]
    [InlineData("errors: { max_failure_rate: 5 }", "3:29: errors.max_failure_rate is '5'; allowed: unlimited, or a percentage from 0% to 100%, or a fraction from 0 to 1; did you mean '5%'?")]
    [InlineData("errors: { max_failure_rate: 101% }", "3:29: errors.max_failure_rate is '101%'; allowed:")]
    [InlineData("errors: { max_failures: -1 }", "3:25: errors.max_failures is '-1'; allowed: unlimited, or a whole number from 0 to 1_000_000_000_000")]
    [InlineData("report: { json: ~/r.json }", "3:17: report.json is '~/r.json'; allowed: null, or the path of a file; '~' is not replaced: write \"${env:HOME}/…\"")]
    [InlineData("report: { json: \"a\\0b\" }", "3:17: report.json is 'a\\u0000b'; allowed: null, or the path of a file; it holds a control character or a line break")]
    [InlineData("report: { json: \"\" }", "3:17: report.json is ''; allowed: null, or the path of a file; it is empty")]
    [InlineData("api_version: v2", "3:14: api_version is 'v2'; allowed: 'ovflow/v1'; this release reads no other")]
    [InlineData("name: \"\\e[31m\"", "3:7: name is '\\u001b[31m'; allowed: a text on one line; it holds a control character or a line break")]
    // Lists of sections
    [InlineData("sinks: { jsonl: { path: a } }", "3:8: sinks is a mapping; allowed: a list, each item after '- '")]
    [InlineData("sinks: [ { jsnl: { path: a } } ]", "3:12: unknown key 'jsnl' in 'sinks[0]'; did you mean 'jsonl'? (allowed: jsonl, npy, parquet, sqlite)")]
    [InlineData("sinks: [ { jsonl: {} } ]", "3:12: missing required key 'sinks[0].jsonl.path'; allowed: the path of a file")]
    [InlineData("sinks: [ { jsonl: a, npy: b } ]", "3:22: sinks[0] takes exactly one of jsonl, npy, parquet, sqlite; given: jsonl, npy")]
    [InlineData("sinks: [ {} ]", "3:10: sinks[0] needs exactly one of jsonl, npy, parquet, sqlite")]
    [InlineData("sinks: [ a ]", "3:10: sinks[0] is a single value; allowed: a mapping with the keys jsonl, npy, parquet, sqlite")]
    // Profiles
    [InlineData("profiles: 5", "3:11: profiles is a single value; allowed: a mapping from names to sections of the configuration")]
    [InlineData("profiles: { a: 5 }", "3:16: profiles 'a' is a single value; allowed: a mapping with keys of the configuration")]
    [InlineData("profiles: { a b: {} }", "3:13: profiles is wrong: the name 'a b' is not allowed: letters, digits and _ . - : only, at most 128")]
    [InlineData("profiles: { a: { infer: { batch: x } } }", "3:34: infer.batch is 'x'; allowed: a whole number from 1 to 4096")]
    [InlineData("profiles: { a: { profiles: { b: {} } } }", "3:18: profiles may stand at the top of the file only")]
    // YAML beyond what is supported
    [InlineData("infer: &shared { batch: 1 }", "3:8: anchors are not supported: '&shared'; use a profile for what is shared")]
    [InlineData("name: *shared", "3:7: aliases are not supported: '*shared'; write the value out")]
    [InlineData("preprocess: { mean: [*a, 1, 1] }", "3:22: aliases are not supported: '*a'")]
    [InlineData("infer: *x", "3:8: aliases are not supported: '*x'")]
    [InlineData("infer:\n  <<: { batch: 1 }", "4:3: merge keys ('<<') are not supported; use a profile for what is shared")]
    [InlineData("infer: { batch: !!int 5 }", "3:17: tags are not supported: 'tag:yaml.org,2002:int'; the key decides the type")]
    [InlineData("name: !x 5", "3:7: tags are not supported: '!x'")]
    [InlineData("---\nname: x", "3:1: a second document starts here: one file holds one flow")]
    // Not YAML
    [InlineData("name: a: b", "3:8: not valid YAML: ")]
    [InlineData("name: 'a", "3:7: not valid YAML: While scanning a quoted scalar, found unexpected end of stream")]
    [InlineData("infer:\n\tbatch: 1", "4:1: not valid YAML: While scanning a mapping, found invalid tab as indentation; indent with spaces")]
    [InlineData("name: @x", "3:7: not valid YAML: While scanning for the next token, found character that cannot start any token; a value that starts with %, @ or ` needs quotes")]
    [InlineData("infer: { batch: ${env:N} }", "3:18: not valid YAML: While parsing a flow mapping, did not find expected ',' or '}'; inside [ ] and { } a value with '${env:NAME}' needs quotes")]
    [InlineData("name: \u0007", "3:7: not a YAML text: holds the character U+0007; inside double quotes it can be written as an escape")]
    [InlineData("name: \u2028", "3:7: not a YAML text: holds the character U+2028")]
    public void A_wrong_addition_is_named_at_its_place(string addition, string complaint)
    {
        string complaints = Flows.Complaints(Flows.Minimal + addition + "\n");

        Assert.StartsWith("flow.yaml:" + complaint, complaints, StringComparison.Ordinal);
        Assert.Equal(complaint.Count(c => c == '\n'), complaints.Count(c => c == '\n'));
    }

    [Theory]
    [InlineData("", "1:1: the file is empty: at least 'model' is needed")]
    [InlineData("# only a comment\n\n", "1:1: the file is empty: at least 'model' is needed")]
    [InlineData("~", "1:1: the file is a single value; a configuration starts with keys such as 'model:' and 'source:'")]
    [InlineData("*a", "1:1: aliases are not supported: '*a'")]
    [InlineData("- model: x\n", "1:1: the file is a list; a configuration starts with keys such as 'model:' and 'source:'")]
    [InlineData("{}", "1:1: missing required section 'model'")]
    [InlineData("model:\nsource: { synthetic: 1 }\n", "1:1: missing required key 'model.path'; it may be left out only with engine: null")]
    [InlineData("model: { device: CPU }\nsource: { synthetic: 1 }\n", "1:1: missing required key 'model.path'; it may be left out only with engine: null")]
    [InlineData("model: { path: m.xml }\nsource:\n", "2:1: source needs exactly one of images, list, tar, zip, synthetic")]
    [InlineData("model: { path: m.xml }\nsource: { images: { pattern: x } }\n", "2:11: missing required key 'source.images.path'; allowed: the path of a folder or of one file")]
    [InlineData("model: { path: m.xml }\nsource: { images: a, zip: b }\n", "2:22: source takes exactly one of images, list, tar, zip, synthetic; given: images, zip")]
    [InlineData("model: { path: m.xml }\nsource: { images: { path: a, pattern: ../* } }\n", "2:39: source.images.pattern is '../*'; allowed: a glob such as '**/*.jpg'; '..' would leave the folder")]
    [InlineData("model: { path: m.xml }\nsource: { images: { path: a, pattern: /* } }\n", "2:39: source.images.pattern is '/*'; allowed: a glob such as '**/*.jpg'; it must be relative to 'path'")]
    [InlineData("model: { path: m.xml }\nsource: { images: { path: a, pattern: **/* } }\n", "2:39: aliases are not supported: '**/*'; write the value out, or put it in quotes if the '*' belongs to it")]
    [InlineData("model: { path: m.xml, properties: { a b: 1 } }\nsource: { synthetic: 1 }\n", "1:37: model.properties: the name 'a b' is not allowed: letters, digits and _ . - : only, at most 128")]
    [InlineData("model: { path: m.xml, properties: { A: [1] } }\nsource: { synthetic: 1 }\n", "1:40: model.properties.A is a list; allowed: a value")]
    [InlineData("model: { path: m.xml, properties: [A] }\nsource: { synthetic: 1 }\n", "1:35: model.properties is a list; allowed: a mapping from names to values")]
    public void A_wrong_text_is_named_at_its_place(string yaml, string complaint) =>
        Assert.StartsWith("flow.yaml:" + complaint, Flows.Complaints(yaml), StringComparison.Ordinal);

    [Fact]
    public void All_problems_are_reported_in_the_order_of_the_file()
    {
        IReadOnlyList<ConfigurationProblem> problems = Flows.Problems("""
            api_version: ovflow/v9
            model: { path: m.xml, presicion: f32, engine: openvno }
            source: { images: a, synthetic: 0 }
            infer: { batch: 0, streams: none }
            sinks:
              - jsonl: { top_k: -1 }
            """, ["workers.decode=0", "worker.decode=1"]);

        Assert.Equal(
            [
                (1, 14, "api_version"), (2, 23, "model.presicion"), (2, 47, "model.engine"), (3, 22, "source"), (3, 33, "source.synthetic.count"),
                (4, 17, "infer.batch"), (4, 29, "infer.streams"), (6, 5, "sinks[0].jsonl.path"), (6, 21, "sinks[0].jsonl.top_k"),
                (0, 0, "workers.decode"), (0, 0, "worker"),
            ],
            problems.Select(problem => (problem.Line, problem.Column, problem.KeyPath)));
    }

    [Fact]
    public void The_message_of_the_exception_lists_the_problems_up_to_a_limit()
    {
        string keys = string.Concat(Enumerable.Range(0, ConfigurationLimits.MaxListedProblems + 7).Select(i => $"x{i}: 1\n"));

        ConfigurationException exception = Assert.Throws<ConfigurationException>(() => Flows.Read(Flows.Minimal + keys));

        Assert.Equal(ConfigurationLimits.MaxListedProblems + 7, exception.Problems.Count);
        Assert.EndsWith("\n… and 7 more", exception.Message, StringComparison.Ordinal);
        Assert.Equal(ConfigurationLimits.MaxListedProblems + 1, exception.Message.Split('\n').Length);
    }

    [Fact]
    public void A_long_wrong_value_is_cut_in_the_message()
    {
        string complaint = Flows.Complaints(Flows.Minimal + $"infer: {{ batch: {new string('9', 5000)} }}\n");

        Assert.Contains("'999999999999999999999999999999999999999999999999999999999999…'", complaint, StringComparison.Ordinal);
        Assert.True(complaint.Length < 200);
    }
}
