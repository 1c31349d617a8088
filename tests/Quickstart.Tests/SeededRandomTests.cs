using OpenVinoFlow.Quickstart.Generator;

namespace OpenVinoFlow.Quickstart.Tests;

public sealed class SeededRandomTests
{
    [Fact]
    public void The_bits_are_those_of_the_published_algorithm()
    {
        var random = new SeededRandom(1234567);

        Assert.Equal(6457827717110365317UL, random.NextBits());
        Assert.Equal(3203168211198807973UL, random.NextBits());
        Assert.Equal(9817491932198370423UL, random.NextBits());
    }

    [Fact]
    public void Numbers_stay_in_their_range_and_fill_it()
    {
        var random = new SeededRandom(1);
        int[] counts = new int[5];
        for (int i = 0; i < 5000; i++)
        {
            counts[random.Below(5)]++;
            Assert.InRange(random.Between(-2, 3), -2, 3);
        }

        Assert.All(counts, count => Assert.InRange(count, 900, 1100));
    }
}
