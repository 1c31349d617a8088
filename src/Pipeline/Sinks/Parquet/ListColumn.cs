using Parquet;
using Parquet.Schema;

namespace OpenVinoFlow.Pipeline.Sinks.Parquet;

/// <summary>A column with a list of values in each row, or none; in Parquet's terms, a nullable list of required elements.</summary>
internal abstract class ListColumn
{
    /// <summary>The column as the schema names it.</summary>
    public abstract Field Field { get; }

    /// <summary>A row without a list.</summary>
    public abstract void AddNothing();

    /// <summary>Writes what was added as the next column of a row group, and forgets it.</summary>
    public abstract Task WriteAsync(ParquetRowGroupWriter group, CancellationToken cancellationToken);
}

/// <summary>A list of values of one type.</summary>
internal sealed class ListColumn<T> : ListColumn
    where T : struct
{
    private const int NoList = 0;
    private const int EmptyList = 1;
    private const int Element = 2;

    private readonly List<T> _values = [];
    private readonly List<int> _definitions = [];
    private readonly List<int> _repetitions = [];
    private readonly DataField _element;

    /// <param name="name">Name of the column.</param>
    /// <param name="element">The element, not nullable, called <c>element</c>.</param>
    public ListColumn(string name, DataField element)
    {
        _element = element;
        Field = new ListField(name, element);
    }

    public override Field Field { get; }

    public override void AddNothing()
    {
        _definitions.Add(NoList);
        _repetitions.Add(0);
    }

    public void Add(ReadOnlySpan<T> values)
    {
        if (values.IsEmpty)
        {
            _definitions.Add(EmptyList);
            _repetitions.Add(0);
            return;
        }

        _values.AddRange(values);
        for (int i = 0; i < values.Length; i++)
        {
            _definitions.Add(Element);
            _repetitions.Add(i == 0 ? 0 : 1);
        }
    }

    public override async Task WriteAsync(ParquetRowGroupWriter group, CancellationToken cancellationToken)
    {
        await group.WriteAllPartsAsync<T>(_element, _values.ToArray(), _definitions.ToArray(), _repetitions.ToArray(), cancellationToken).ConfigureAwait(false);
        _values.Clear();
        _definitions.Clear();
        _repetitions.Clear();
    }
}
