using System.Runtime.InteropServices;
using OpenVinoFlow.TestSupport;

namespace OpenVinoFlow.Native.Tests;

public sealed unsafe class TensorTests
{
    public TensorTests() => SharedAssets.RequireOpenVino();

    [Theory]
    [InlineData(ElementType.F32, 96)]
    [InlineData(ElementType.U8, 24)]
    [InlineData(ElementType.F16, 48)]
    [InlineData(ElementType.I64, 192)]
    [InlineData(ElementType.Boolean, 24)]
    [InlineData(ElementType.U4, 12)]
    public void Types_have_the_size_that_openvino_gives_them(ElementType type, long bytes)
    {
        using var tensor = new Tensor(type, [2, 3, 4]);
        Assert.Equal(bytes, tensor.ByteSize);
        Assert.Equal(bytes, tensor.Shape.ByteSize(type));
        Assert.Equal(type, tensor.ElementType);
        Assert.Equal([2, 3, 4], tensor.Shape);
    }

    [Fact]
    public void Host_memory_is_used_in_place()
    {
        float* memory = (float*)NativeMemory.AlignedAlloc(6 * sizeof(float), 64);
        try
        {
            using var tensor = Tensor.FromHostMemory(ElementType.F32, [2, 3], memory);
            Assert.True(tensor.Data == memory);
            memory[5] = 7;
            Assert.Equal(7f, tensor.AsSpan<float>()[5]);
        }
        finally
        {
            NativeMemory.AlignedFree(memory);
        }
    }

    [Fact]
    public void A_scalar_and_an_empty_tensor_are_possible()
    {
        using var scalar = new Tensor(ElementType.F32, []);
        Assert.Equal(0, scalar.Shape.Rank);
        Assert.Equal(4, scalar.ByteSize);

        using var empty = new Tensor(ElementType.F32, [0, 3]);
        Assert.Equal(0, empty.ByteSize);
        Assert.True(empty.AsSpan<float>().IsEmpty);
    }

    [Fact]
    public void A_span_has_the_elements_size_or_is_bytes()
    {
        using var tensor = new Tensor(ElementType.F32, [4]);
        Assert.Equal(16, tensor.AsSpan<byte>().Length);
        Assert.Equal(4, tensor.AsSpan<int>().Length);
        Assert.Contains("f32", Assert.Throws<InvalidOperationException>(() => tensor.AsSpan<double>().Length).Message);
    }

    [Fact]
    public void A_disposed_tensor_gives_no_memory_and_may_be_disposed_again()
    {
        var tensor = new Tensor(ElementType.F32, [4]);
        tensor.Dispose();
        tensor.Dispose();
        Assert.Throws<ObjectDisposedException>(() => tensor.AsSpan<float>().Length);
    }

    [Fact]
    public void Types_without_a_size_are_refused()
    {
        Assert.Throws<OpenVinoException>(static () => new Tensor(ElementType.Dynamic, [4]));
        Assert.Throws<ArgumentNullException>(static () => Tensor.FromHostMemory(ElementType.F32, [4], null));
    }
}
