namespace StockSync;

/// <summary>Rows on their way from one answer, or from several, into one transaction. Grows, is cleared and used again.</summary>
sealed class BarBatch
{
    BarRow[] _rows;

    public BarBatch(int capacity = 1024) => _rows = new BarRow[capacity];

    public int Count { get; private set; }

    public Span<BarRow> Rows => _rows.AsSpan(0, Count);

    public ref BarRow this[int index] => ref Rows[index];

    /// <summary>A fresh row at the end, to be filled in place.</summary>
    public ref BarRow Add()
    {
        if (Count == _rows.Length)
            Array.Resize(ref _rows, _rows.Length * 2);
        ref var row = ref _rows[Count++];
        row = default;
        return ref row;
    }

    public void Add(in BarRow row) => Add() = row;

    public void AddRange(BarBatch other)
    {
        if (_rows.Length < Count + other.Count)
            Array.Resize(ref _rows, Math.Max(_rows.Length * 2, Count + other.Count));
        other.Rows.CopyTo(_rows.AsSpan(Count));
        Count += other.Count;
    }

    public void RemoveLast() => Count--;

    public void Clear() => Count = 0;

    /// <summary>
    /// Sorts by (date, code) and keeps the last row of each key. One statement cannot change a key twice, and writers that go through
    /// keys in one order never wait for each other in a circle.
    /// </summary>
    public void SortAndDistinct()
    {
        var rows = Rows;
        if (!IsStrictlyAscending(rows))
        {
            // A stable order is needed to keep the last of two equal keys; Span.Sort is not stable, so the position decides.
            var order = new (long Key, int Index)[rows.Length];
            for (int i = 0; i < rows.Length; i++)
                order[i] = (Key(rows[i]), i);
            Array.Sort(order);
            var sorted = new BarRow[_rows.Length];
            int kept = 0;
            for (int i = 0; i < order.Length; i++)
            {
                if (i + 1 < order.Length && order[i + 1].Key == order[i].Key)
                    continue;
                sorted[kept++] = rows[order[i].Index];
            }
            _rows = sorted;
            Count = kept;
        }
    }

    static bool IsStrictlyAscending(ReadOnlySpan<BarRow> rows)
    {
        for (int i = 1; i < rows.Length; i++)
        {
            if (Key(rows[i]) <= Key(rows[i - 1]))
                return false;
        }
        return true;
    }

    static long Key(in BarRow row) => ((long)row.Date.DayNumber << 32) | (uint)row.Code.Number;
}
