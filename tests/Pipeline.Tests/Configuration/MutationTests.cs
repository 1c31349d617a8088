using System.Text;
using CsCheck;
using OpenVinoFlow.Pipeline.Configuration;

namespace OpenVinoFlow.Pipeline.Tests.Configuration;

/// <summary>_damaged texts: nothing but <see cref="ConfigurationException"/> comes out, and it points into the text.</summary>
public sealed class MutationTests
{
    private static readonly string[] _pieces =
    [
        "\n", "\r", "\t", " ", "  ", ":", ": ", "- ", "-", "?", "? ", ",", "[", "]", "{", "}", "#", " #", "&a ", "*a", "!", "!!int ", "!<x> ", "|", ">", "|+2\n", "'", "\"",
        "%YAML 1.2\n", "%TAG ! x\n", "---", "--- ", "...", "\n---\n", "\n...\n", "@", "`", "~", "null", "<<: ", "\\", "\\x", "\\u0000", "\\uD83D", "${", "${env:", "${env:HOME}",
        "$${", "}", "0", "-1", "1e999", "9999999999999999999999", "_", "%", "5ms", "true", "\0", "\u0001", "\u0085", "\u2028", "\uFEFF", "\uD83D", "\uDE00", "é", "😀",
        "model:", "source:", "sinks:", "profiles:", "path", "jsonl", "infer: { batch: 2 }",
    ];

    private static readonly Gen<Func<string, string>> _mutation = Gen.OneOf(
        Gen.Select(Gen.Double.Unit, Gen.OneOf(_pieces), Func<string, string> (at, piece) => text => text.Insert(At(text, at), piece)),
        Gen.Select(Gen.Double.Unit, Gen.Int[1, 12], Func<string, string> (at, count) => text => text.Remove(At(text, at), Math.Min(count, text.Length - At(text, at)))),
        Gen.Select(Gen.Double.Unit, Gen.Char, Func<string, string> (at, c) => text => text.Length == 0 ? text : text.Remove(At(text, at) - (At(text, at) == text.Length ? 1 : 0), 1).Insert(Math.Min(At(text, at), text.Length - 1), c.ToString())),
        Gen.Select(Gen.Double.Unit, Gen.Double.Unit, Func<string, string> (a, b) => text => SwapLines(text, a, b)),
        Gen.Select(Gen.Double.Unit, Func<string, string> (at) => text => text[..At(text, at)]),
        Gen.Select(Gen.Double.Unit, Gen.Double.Unit, Gen.Double.Unit, Func<string, string> (from, length, to) => text => CopyPart(text, from, length, to)));

    private static readonly Gen<string> _damaged = Gen.Select(Gen.OneOf<string>(Flows.Full, Flows.Minimal), _mutation.Array[1, 6],
        (text, mutations) => mutations.Aggregate(text, (current, mutate) => mutate(current)));

    private static readonly Gen<string> _argument = Gen.Select(
        Gen.OneOf("infer.batch=4", "sinks[0].jsonl.top_k=1", "preprocess.mean=[1, 2, 3]", "source={ synthetic: { count: 9 } }", "model.properties.A=1", "sinks[1]={ npy: a }"),
        _mutation.Array[0, 3],
        (text, mutations) => mutations.Aggregate(text, (current, mutate) => mutate(current)));

    [Fact]
    public void A_damaged_text_is_read_or_refused() =>
        _damaged.Sample(text => Check(text, []), iter: 4_000);

    [Fact]
    public void A_damaged_override_is_read_or_refused() =>
        Gen.Select(_argument.Array[1, 4], Gen.OneOf<string?>(null, "quick", "plain")).Sample((arguments, profile) => Check(Flows.Full, arguments, profile), iter: 4_000);

    private static bool Check(string text, IReadOnlyList<string> overrides, string? profile = null)
    {
        try
        {
            return Flows.Read(text, overrides, profile).Fingerprint.Length == 64;
        }
        catch (ConfigurationException exception)
        {
            return exception.Problems.Count > 0 && exception.Problems.All(problem => IsInside(problem, text) && IsPrintable(problem));
        }
    }

    private static bool IsInside(ConfigurationProblem problem, string text)
    {
        if (problem.Line == 0)
            return problem.Column == 0 && (problem.Source.StartsWith("--set ", StringComparison.Ordinal) || problem.KeyPath.Length == 0);

        string[] lines = text.Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n', '\r');
        return problem.Line <= lines.Length && problem.Column >= 1 && problem.Column <= lines[problem.Line - 1].Length + 1;
    }

    private static bool IsPrintable(ConfigurationProblem problem) =>
        problem.Message.Length > 0 && !problem.ToString().EnumerateRunes().Any(Rune.IsControl);

    private static int At(string text, double share) => (int)(share * (text.Length + 1));

    private static string SwapLines(string text, double a, double b)
    {
        string[] lines = text.Split('\n');
        int first = (int)(a * lines.Length), second = (int)(b * lines.Length);
        (lines[first], lines[second]) = (lines[second], lines[first]);
        return string.Join('\n', lines);
    }

    private static string CopyPart(string text, double from, double length, double to)
    {
        int start = At(text, from);
        return text.Insert(At(text, to), text.Substring(start, (int)(length * (text.Length - start))));
    }
}
