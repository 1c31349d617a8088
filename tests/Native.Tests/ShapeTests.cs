using CsCheck;

namespace OpenVinoFlow.Native.Tests;

public sealed class ShapeTests
{
    [Theory]
    [InlineData("[1,3,224,224]", false)]
    [InlineData("[?,3,224,224]", true)]
    [InlineData("[1..8,3,?,?]", true)]
    [InlineData("[..8,3]", true)]
    [InlineData("[2..,3]", true)]
    [InlineData("[...]", true)]
    [InlineData("[]", false)]
    public void A_partial_shape_prints_as_it_is_read(string text, bool dynamic)
    {
        PartialShape shape = PartialShape.Parse(text);
        Assert.Equal(text, shape.ToString());
        Assert.Equal(dynamic, shape.IsDynamic);
        Assert.Equal(shape, PartialShape.Parse(shape.ToString()));
        Assert.Equal(shape.GetHashCode(), PartialShape.Parse(text).GetHashCode());
    }

    [Theory]
    [InlineData("[1,three]")]
    [InlineData("[8..1]")]
    [InlineData("[1,,2]")]
    [InlineData("[-2]")]
    public void Other_text_is_refused(string text) => Assert.Throws<FormatException>(() => PartialShape.Parse(text));

    [Fact]
    public void A_static_shape_survives_being_made_partial() =>
        Gen.Long[0, 1000].Array[0, 6].Sample(static dimensions =>
        {
            var shape = new Shape(dimensions);
            PartialShape partial = shape;
            return !partial.IsDynamic && partial.ToShape().Equals(shape) && partial.Allows(shape) && PartialShape.Parse(shape.ToString()).Equals(partial);
        });

    [Fact]
    public void A_range_allows_exactly_its_sizes() =>
        Gen.Select(Gen.Long[0, 50], Gen.Long[0, 50], Gen.Long[0, 120]).Sample(static (min, more, size) =>
            new Dimension(min, min + more).Allows(size) == (size >= min && size <= min + more) && Dimension.Dynamic.Allows(size));

    [Fact]
    public void Byte_sizes_round_packed_types_up()
    {
        Assert.Equal(4, new Shape().ByteSize(ElementType.F32));
        Assert.Equal(2, new Shape(3).ByteSize(ElementType.U4));
        Assert.Equal(1 * 3 * 224 * 224, new Shape(1, 3, 224, 224).ByteSize(ElementType.U8));
        Assert.Throws<OverflowException>(static () => new Shape(long.MaxValue, 2).ByteSize(ElementType.U8));
        Assert.Throws<ArgumentOutOfRangeException>(static () => new Shape(-1));
    }
}
