using OpenVinoFlow.Preprocess.Memory;

namespace OpenVinoFlow.Preprocess.Tests;

public sealed unsafe class NativeBufferTests
{
    private const nuint Large = 100 << 20;
    private const nuint Small = 1 << 20;

    [Fact]
    public void Memory_is_aligned_and_used_again()
    {
        using var buffer = new NativeBuffer();
        byte* first = buffer.Get(1000);
        Assert.Equal(0u, (nuint)first % 64);
        Assert.True(first == buffer.Get(10) && first == buffer.Get(1000));
        Assert.Equal(1000u, buffer.Capacity);
        buffer.Get(1001);
        Assert.Equal(1001u, buffer.Capacity);
    }

    [Fact]
    public void Memory_that_is_no_longer_needed_is_given_back()
    {
        using var buffer = new NativeBuffer();
        buffer.Get(Large);
        for (int i = 0; i < 200; i++)
            buffer.Get(Small);

        Assert.Equal(Small, buffer.Capacity);
    }

    [Fact]
    public void Memory_that_is_needed_now_and_then_is_kept()
    {
        using var buffer = new NativeBuffer();
        for (int i = 0; i < 400; i++)
        {
            buffer.Get(i % 20 == 0 ? Large : Small);
            Assert.Equal(Large, buffer.Capacity);
        }
    }
}
