using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace OpenVinoFlow.Quickstart.Generator.Training;

/// <summary>
/// Products of matrices that lie row after row in a span. Four terms are summed at a time and a block of columns after another, so that
/// the processor computes more than it waits for memory.
/// </summary>
internal static class MatrixProduct
{
    private const int ColumnsAtOnce = 1024;
    private const int TermsAtOnce = 4;

    /// <summary>Adds left * right to <paramref name="sum"/>.</summary>
    /// <param name="left">[rows, inner].</param>
    /// <param name="right">[inner, columns].</param>
    /// <param name="sum">[rows, columns].</param>
    /// <param name="inner">The dimension that is summed over.</param>
    /// <param name="columns">Columns of right and sum.</param>
    public static void Add(ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> sum, int inner, int columns)
    {
        int rows = left.Length / inner;
        for (int from = 0; from < columns; from += ColumnsAtOnce)
        {
            int count = Math.Min(ColumnsAtOnce, columns - from);
            int term = 0;
            for (; term + TermsAtOnce <= inner; term += TermsAtOnce)
            {
                ReadOnlySpan<float> block = right[(term * columns + from)..];
                for (int row = 0; row < rows; row++)
                    AddTerms(left.Slice(row * inner + term, TermsAtOnce), block, columns, sum.Slice(row * columns + from, count));
            }

            for (; term < inner; term++)
            {
                ReadOnlySpan<float> last = right.Slice(term * columns + from, count);
                for (int row = 0; row < rows; row++)
                {
                    Span<float> target = sum.Slice(row * columns + from, count);
                    TensorPrimitives.MultiplyAdd(last, left[row * inner + term], target, target);
                }
            }
        }
    }

    /// <summary>Adds left * transpose(right) to <paramref name="sum"/>.</summary>
    /// <param name="left">[rows, inner].</param>
    /// <param name="right">[columns, inner].</param>
    /// <param name="sum">[rows, columns].</param>
    /// <param name="inner">The dimension that is summed over.</param>
    /// <param name="columns">Rows of right, columns of sum.</param>
    public static void AddTransposed(ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> sum, int inner, int columns)
    {
        int rows = left.Length / inner;
        for (int from = 0; from < inner; from += ColumnsAtOnce)
        {
            int count = Math.Min(ColumnsAtOnce, inner - from);
            for (int column = 0; column < columns; column++)
            {
                ReadOnlySpan<float> other = right.Slice(column * inner + from, count);
                int row = 0;
                for (; row + TermsAtOnce <= rows; row += TermsAtOnce)
                    AddDots(left[(row * inner + from)..], inner, other, sum[(row * columns + column)..], columns);

                for (; row < rows; row++)
                    sum[row * columns + column] += TensorPrimitives.Dot(left.Slice(row * inner + from, count), other);
            }
        }
    }

    /// <summary>The transpose of a matrix of <paramref name="columns"/> columns.</summary>
    public static float[] Transpose(ReadOnlySpan<float> matrix, int columns)
    {
        int rows = matrix.Length / columns;
        var transposed = new float[matrix.Length];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
                transposed[column * rows + row] = matrix[row * columns + column];
        }

        return transposed;
    }

    /// <summary>target += factors[0] * first row + ... + factors[3] * fourth row.</summary>
    private static void AddTerms(ReadOnlySpan<float> factors, ReadOnlySpan<float> rows, int rowStride, Span<float> target)
    {
        ReadOnlySpan<float> row0 = rows[..target.Length];
        ReadOnlySpan<float> row1 = rows.Slice(rowStride, target.Length);
        ReadOnlySpan<float> row2 = rows.Slice(2 * rowStride, target.Length);
        ReadOnlySpan<float> row3 = rows.Slice(3 * rowStride, target.Length);

        ReadOnlySpan<Vector<float>> vectors0 = MemoryMarshal.Cast<float, Vector<float>>(row0);
        ReadOnlySpan<Vector<float>> vectors1 = MemoryMarshal.Cast<float, Vector<float>>(row1);
        ReadOnlySpan<Vector<float>> vectors2 = MemoryMarshal.Cast<float, Vector<float>>(row2);
        ReadOnlySpan<Vector<float>> vectors3 = MemoryMarshal.Cast<float, Vector<float>>(row3);
        Span<Vector<float>> targets = MemoryMarshal.Cast<float, Vector<float>>(target);
        Vector<float> factor0 = new(factors[0]);
        Vector<float> factor1 = new(factors[1]);
        Vector<float> factor2 = new(factors[2]);
        Vector<float> factor3 = new(factors[3]);
        for (int i = 0; i < targets.Length; i++)
        {
            Vector<float> sum = Vector.FusedMultiplyAdd(vectors0[i], factor0, targets[i]);
            sum = Vector.FusedMultiplyAdd(vectors1[i], factor1, sum);
            sum = Vector.FusedMultiplyAdd(vectors2[i], factor2, sum);
            targets[i] = Vector.FusedMultiplyAdd(vectors3[i], factor3, sum);
        }

        for (int i = targets.Length * Vector<float>.Count; i < target.Length; i++)
            target[i] += row0[i] * factors[0] + row1[i] * factors[1] + row2[i] * factors[2] + row3[i] * factors[3];
    }

    /// <summary>Adds the dot products of four rows with another row to a column.</summary>
    private static void AddDots(ReadOnlySpan<float> rows, int rowStride, ReadOnlySpan<float> other, Span<float> column, int columnStride)
    {
        ReadOnlySpan<float> row0 = rows[..other.Length];
        ReadOnlySpan<float> row1 = rows.Slice(rowStride, other.Length);
        ReadOnlySpan<float> row2 = rows.Slice(2 * rowStride, other.Length);
        ReadOnlySpan<float> row3 = rows.Slice(3 * rowStride, other.Length);

        ReadOnlySpan<Vector<float>> vectors0 = MemoryMarshal.Cast<float, Vector<float>>(row0);
        ReadOnlySpan<Vector<float>> vectors1 = MemoryMarshal.Cast<float, Vector<float>>(row1);
        ReadOnlySpan<Vector<float>> vectors2 = MemoryMarshal.Cast<float, Vector<float>>(row2);
        ReadOnlySpan<Vector<float>> vectors3 = MemoryMarshal.Cast<float, Vector<float>>(row3);
        ReadOnlySpan<Vector<float>> others = MemoryMarshal.Cast<float, Vector<float>>(other);
        Vector<float> sum0 = Vector<float>.Zero;
        Vector<float> sum1 = Vector<float>.Zero;
        Vector<float> sum2 = Vector<float>.Zero;
        Vector<float> sum3 = Vector<float>.Zero;
        for (int i = 0; i < others.Length; i++)
        {
            sum0 = Vector.FusedMultiplyAdd(vectors0[i], others[i], sum0);
            sum1 = Vector.FusedMultiplyAdd(vectors1[i], others[i], sum1);
            sum2 = Vector.FusedMultiplyAdd(vectors2[i], others[i], sum2);
            sum3 = Vector.FusedMultiplyAdd(vectors3[i], others[i], sum3);
        }

        float dot0 = Vector.Sum(sum0);
        float dot1 = Vector.Sum(sum1);
        float dot2 = Vector.Sum(sum2);
        float dot3 = Vector.Sum(sum3);
        for (int i = others.Length * Vector<float>.Count; i < other.Length; i++)
        {
            dot0 += row0[i] * other[i];
            dot1 += row1[i] * other[i];
            dot2 += row2[i] * other[i];
            dot3 += row3[i] * other[i];
        }

        column[0] += dot0;
        column[columnStride] += dot1;
        column[2 * columnStride] += dot2;
        column[3 * columnStride] += dot3;
    }
}
