using CsCheck;
using OpenVinoFlow.Pipeline.Sources;
using OpenVinoFlow.Pipeline.Stages;

namespace OpenVinoFlow.Pipeline.Tests.Stages;

public class SequencerTests
{
    [Fact]
    public void Any_arrival_order_within_the_window_comes_out_in_sequence() =>
        Gen.Int[1, 40].SelectMany(count => Gen.Shuffle(Enumerable.Range(0, count).ToArray())).Sample(order =>
        {
            var sequencer = new Sequencer(order.Length);
            var written = new List<long>();
            foreach (int sequence in order)
            {
                FlowItem item = ItemAt(sequence);
                if (!sequencer.IsNext(item))
                {
                    sequencer.Park(item);
                    continue;
                }

                FlowItem? next = item;
                do
                    written.Add(next!.Sequence);
                while (sequencer.TryAdvance(out next));
            }

            return written.SequenceEqual(Enumerable.Range(0, order.Length).Select(i => (long)i));
        });

    [Fact]
    public void An_item_beyond_the_window_is_refused_instead_of_overwriting_another()
    {
        var sequencer = new Sequencer(4);
        sequencer.Park(ItemAt(3));
        Assert.Throws<InvalidOperationException>(() => sequencer.Park(ItemAt(4)));
    }

    private static FlowItem ItemAt(long sequence)
    {
        var item = new FlowItem();
        item.Begin(ImageItem.Empty("x"), sequence, sequence, 0);
        return item;
    }
}
