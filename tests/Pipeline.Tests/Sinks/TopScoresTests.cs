using CsCheck;
using OpenVinoFlow.Pipeline.Sinks;

namespace OpenVinoFlow.Pipeline.Tests.Sinks;

public class TopScoresTests
{
    [Fact]
    public void Ranks_as_a_stable_sort_would_with_NaN_last() =>
        Gen.Select(Gen.OneOf(Gen.Single, Gen.Const(float.NaN), Gen.Const(1f)).Array[0, 50], Gen.Int[1, 8]).Sample((scores, k) =>
        {
            var top = new TopScores(k);
            top.Rank(scores);

            int[] expected =
            [
                .. Enumerable.Range(0, scores.Length)
                    .OrderBy(i => float.IsNaN(scores[i]) ? 1 : 0)
                    .ThenByDescending(i => scores[i])
                    .ThenBy(i => i)
                    .Take(k),
            ];
            return top.Classes.SequenceEqual(expected) && top.Scores.SequenceEqual([.. expected.Select(i => scores[i])]);
        });

    [Fact]
    public void Ranking_again_forgets_the_last_one()
    {
        var top = new TopScores(2);
        top.Rank([0.1f, 0.9f, 0.5f]);
        top.Rank([0.3f]);
        Assert.Equal([0], top.Classes.ToArray());
        Assert.Equal([0.3f], top.Scores.ToArray());
    }
}
