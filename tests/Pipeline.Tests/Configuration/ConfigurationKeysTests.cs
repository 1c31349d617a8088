using System.Reflection;
using System.Text.RegularExpressions;
using OpenVinoFlow.Pipeline.Configuration;
using OpenVinoFlow.Pipeline.Configuration.Keys;

namespace OpenVinoFlow.Pipeline.Tests.Configuration;

/// <summary>The table and the options agree: an option without a key, or a key without an option, is a mistake.</summary>
public sealed partial class ConfigurationKeysTests
{
    [Fact]
    public void Every_option_has_a_key_and_every_key_an_option() =>
        Assert.Equal(OptionPaths(typeof(FlowOptions), "").Order(), KeyPaths(ConfigurationKeys.Root, "").Order());

    [Fact]
    public void Every_key_has_a_meaning() =>
        Assert.DoesNotContain(AllKeys(ConfigurationKeys.Root), key => key.Summary.Length == 0 || !key.Summary.EndsWith('.') || key.Summary.Contains('|', StringComparison.Ordinal));

    private static IEnumerable<Key> AllKeys(Section section) =>
        section.Keys.SelectMany(key => key.Section is { } inner ? AllKeys(inner).Prepend(key) : [key]);

    private static IEnumerable<string> KeyPaths(Section section, string path) =>
        section.Keys.Where(key => key.Name != ProfilesKey.KeyName).SelectMany(key => key.Section is { } inner
            ? KeyPaths(inner, Key.Join(path, key.Name))
            : [Key.Join(path, key.Name)]);

    private static IEnumerable<string> OptionPaths(Type type, string path)
    {
        foreach (PropertyInfo property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            string key = Key.Join(path, ToKey(property.Name));
            Type content = property.PropertyType;

            if (content == typeof(IReadOnlyList<SinkOptions>))
            {
                foreach (Type sink in typeof(SinkOptions).Assembly.GetTypes().Where(sink => !sink.IsAbstract && sink.IsSubclassOf(typeof(SinkOptions))))
                {
                    string kind = ToKey(sink.Name.Replace("SinkOptions", "", StringComparison.Ordinal));
                    foreach (string inner in OptionPaths(sink, Key.Join(key, kind)))
                        yield return inner;
                }
            }
            else if (content.Name.EndsWith("Options", StringComparison.Ordinal))
            {
                foreach (string inner in OptionPaths(content, key))
                    yield return inner;
            }
            else
            {
                yield return key;
            }
        }
    }

    private static string ToKey(string name) =>
        name == nameof(ModelOptions.CacheDirectory) ? "cache_dir" : Boundary().Replace(name, "_").ToLowerInvariant();

    [GeneratedRegex("(?<=[a-z])(?=[A-Z])")]
    private static partial Regex Boundary();
}
