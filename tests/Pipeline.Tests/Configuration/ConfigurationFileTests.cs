using System.Text;
using OpenVinoFlow.Pipeline.Configuration;

namespace OpenVinoFlow.Pipeline.Tests.Configuration;

/// <summary>Files that are not configurations, and limits on those that are.</summary>
public sealed class ConfigurationFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_missing_file_is_named()
    {
        string path = Path.Combine(_folder.Path, "none.yaml");

        Assert.Equal($"{path}: there is no such file", Complaint(path));
        Assert.Equal($"{path}/x: there is no such file", Complaint(path + "/x"));
    }

    [Fact]
    public void A_folder_is_refused() => Assert.Equal($"{_folder.Path}: is a folder; name the YAML file in it", Complaint(_folder.Path));

    [Fact]
    public void A_binary_file_is_refused()
    {
        string path = _folder.Write([0xFF, 0xD8, 0xFF, 0xE0, 0, 0x10]);

        Assert.Equal($"{path}: not a UTF-8 text (byte 0): not a configuration", Complaint(path));
    }

    [Fact]
    public void Text_behind_a_nul_is_not_lost_silently()
    {
        string path = _folder.Write(Encoding.UTF8.GetBytes(Flows.Minimal + "\0nonsense: 1\n"));

        Assert.Equal($"{path}:3:1: not a YAML text: holds the character U+0000; inside double quotes it can be written as an escape", Complaint(path));
    }

    [Fact]
    public void A_huge_file_is_refused_before_it_is_read()
    {
        string path = _folder.Write(new byte[ConfigurationLimits.MaxFileBytes + 1]);

        Assert.Equal($"{path}: larger than 1048576 bytes: not a configuration", Complaint(path));
    }

    [Fact]
    public void An_endless_file_is_refused()
    {
        Assert.SkipUnless(File.Exists("/dev/zero"), "needs /dev/zero");

        Assert.Equal("/dev/zero: larger than 1048576 bytes: not a configuration", Complaint("/dev/zero"));
    }

    [Fact]
    public void An_unreadable_file_is_refused()
    {
        const string Unreadable = "/proc/self/mem";
        Assert.SkipUnless(File.Exists(Unreadable), $"needs {Unreadable}, a file that even root can't read from its start");

        Assert.StartsWith($"{Unreadable}: can't be read: ", Complaint(Unreadable), StringComparison.Ordinal);
    }

    [Fact]
    public void A_huge_text_and_too_many_overrides_are_refused()
    {
        Assert.Equal("flow.yaml: longer than 1048576 characters", Flows.Complaints(new string(' ', ConfigurationLimits.MaxFileBytes + 1)));
        Assert.Equal("flow.yaml: 1001 overrides; at most 1000 are allowed", Flows.Complaints(Flows.Minimal, [.. Enumerable.Repeat("infer.batch=1", 1001)]));
    }

    [Theory]
    [InlineData("[", "1:17: nested more than 16 deep")]
    [InlineData("{", "1:17: nested more than 16 deep")]
    [InlineData("- ", "1:33: nested more than 16 deep")]
    [InlineData("? ", "1:33: nested more than 16 deep")]
    public void Deep_nesting_ends_at_its_limit(string opening, string complaint) =>
        Assert.Equal("flow.yaml:" + complaint, Flows.Complaints(string.Concat(Enumerable.Repeat(opening, ConfigurationLimits.MaxFileBytes / opening.Length))));

    [Fact]
    public void A_long_value_is_refused() =>
        Assert.StartsWith("flow.yaml:3:7: a value of 9000 characters: at most 8192 are allowed", Flows.Complaints(Flows.Minimal + $"name: {new string('a', 9000)}\n"), StringComparison.Ordinal);

    [Fact]
    public void Many_values_are_refused() =>
        Assert.EndsWith("more than 20000 keys and values", Flows.Complaints($"model: [{string.Concat(Enumerable.Repeat("a,", 300_000))}]"), StringComparison.Ordinal);

    [Fact]
    public void A_bomb_of_aliases_stays_small()
    {
        var yaml = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i <= 30; i++)
            yaml.Append(System.Globalization.CultureInfo.InvariantCulture, $"a{i}: &a{i} [*a{i - 1}, *a{i - 1}, *a{i - 1}, *a{i - 1}, *a{i - 1}, *a{i - 1}, *a{i - 1}, *a{i - 1}]\n");

        IReadOnlyList<ConfigurationProblem> problems = Flows.Problems(yaml.ToString());

        Assert.Contains(problems, problem => problem.Message.StartsWith("aliases are not supported: '*a29'", StringComparison.Ordinal));
    }

    private static string Complaint(string path) =>
        Assert.Throws<ConfigurationException>(() => ConfigurationReader.Load(path, [])).Message;
}
