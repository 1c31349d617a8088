using CsCheck;
using OpenVinoFlow.Quickstart.Generator.Training;

namespace OpenVinoFlow.Quickstart.Tests.Training;

public sealed class MatrixProductTests
{
    // Past the size of a block of columns, and of all remainders of a group of rows or terms.
    private static readonly Gen<(int Rows, int Inner, int Columns)> _sizes = Gen.Select(Gen.Int[1, 9], Gen.Int[1, 11], Gen.Int[1, 1100]);

    [Fact]
    public void Add_is_the_sum_over_the_inner_dimension() => _sizes.Sample(
        size =>
        {
            float[] left = Numbers(size.Rows * size.Inner, 1);
            float[] right = Numbers(size.Inner * size.Columns, 2);
            float[] sum = Numbers(size.Rows * size.Columns, 3);
            float[] expected = [.. sum];
            for (int row = 0; row < size.Rows; row++)
            {
                for (int column = 0; column < size.Columns; column++)
                {
                    for (int i = 0; i < size.Inner; i++)
                        expected[row * size.Columns + column] += left[row * size.Inner + i] * right[i * size.Columns + column];
                }
            }

            MatrixProduct.Add(left, right, sum, size.Inner, size.Columns);

            AssertClose(expected, sum);
        },
        iter: 100);

    [Fact]
    public void AddTransposed_is_the_product_with_the_transpose() => _sizes.Sample(
        size =>
        {
            // Columns is the longest dimension, so let it be the one that is summed over.
            (int rows, int columns, int inner) = size;
            float[] left = Numbers(rows * inner, 1);
            float[] right = Numbers(columns * inner, 2);
            float[] expected = Numbers(rows * columns, 3);
            float[] sum = [.. expected];

            MatrixProduct.Add(left, MatrixProduct.Transpose(right, inner), expected, inner, columns);
            MatrixProduct.AddTransposed(left, right, sum, inner, columns);

            AssertClose(expected, sum);
        },
        iter: 100);

    private static float[] Numbers(int count, ulong seed)
    {
        var random = new Generator.SeededRandom(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.Between(-1, 1))];
    }

    private static void AssertClose(float[] expected, float[] actual)
    {
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], tolerance: 1e-4);
    }
}
