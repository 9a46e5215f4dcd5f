using System.Buffers;

namespace StockSync.Engine.Sources.Contract;

/// <summary>Rows on their way from one answer, or from several, into one transaction. Grows, is cleared and used again.</summary>
sealed class BarBatch
{
    // An array that is outgrown stays on the heap of large objects for long; of one that is too large the rest is never touched.
    const int Growth = 4;

    readonly ArrayPool<BarRow>? _pool;
    BarRow[] _rows;
    long[] _keys = [];
    int[] _order = [];

    public BarBatch(int capacity = 128) => _rows = new BarRow[capacity];

    /// <summary>Takes its room from there when it gets rows, as much as they need, until <see cref="Release"/>.</summary>
    public BarBatch(ArrayPool<BarRow> pool) => (_pool, _rows) = (pool, []);

    public int Count { get; private set; }

    public Span<BarRow> Rows => _rows.AsSpan(0, Count);

    public ref BarRow this[int index] => ref Rows[index];

    /// <summary>A fresh row at the end, to be filled in place.</summary>
    public ref BarRow Add()
    {
        if (Count == _rows.Length)
            Grow(_rows.Length * Growth);
        ref var row = ref _rows[Count++];
        row = default;
        return ref row;
    }

    public void Add(in BarRow row) => Add() = row;

    public void AddRange(BarBatch other)
    {
        if (_rows.Length < Count + other.Count)
            Grow(_pool is null ? Math.Max(_rows.Length * Growth, Count + other.Count) : Count + other.Count);
        other.Rows.CopyTo(_rows.AsSpan(Count));
        Count += other.Count;
    }

    public void RemoveLast() => Count--;

    /// <summary>Keeps the rows for which this is true, in their order.</summary>
    public void Keep(Func<StockCode, bool> isKept)
    {
        int kept = 0;
        for (int i = 0; i < Count; i++)
        {
            if (!isKept(_rows[i].Code))
                continue;
            if (kept != i)
                _rows[kept] = _rows[i];
            kept++;
        }
        Count = kept;
    }

    /// <summary>Empty again; the room stays.</summary>
    public void Clear() => Count = 0;

    /// <summary>Empty again; the room goes back to its pool. Nobody may look at the rows any more.</summary>
    public void Release()
    {
        Clear();
        if (_rows.Length > 0)
            _pool?.Return(_rows);
        _rows = [];
    }

    /// <summary>
    /// Sorts by (date, code) and keeps the last row of each key. One statement cannot change a key twice, and writers that go through
    /// keys in one order never wait for each other in a circle.
    /// </summary>
    /// <returns>False where two rows of one key differed.</returns>
    public bool SortAndDistinct()
    {
        if (IsStrictlyAscending(Rows))
            return true;
        Sort();
        return KeepLast();
    }

    /// <summary>True where the batch, which must be sorted, has a row of that key.</summary>
    public bool Contains(StockCode code, DateOnly date)
    {
        long wanted = Key(code, date);
        int low = 0;
        for (int high = Count - 1; low <= high;)
        {
            int middle = (low + high) / 2;
            long key = Key(_rows[middle]);
            if (key == wanted)
                return true;
            if (key < wanted)
                low = middle + 1;
            else
                high = middle - 1;
        }
        return false;
    }

    /// <summary>Orders as the tables do: by day, then by stock.</summary>
    public static long Key(StockCode code, DateOnly date) => ((long)date.DayNumber << 32) | (uint)code.Number;

    void Grow(int capacity)
    {
        if (_pool is null)
        {
            Array.Resize(ref _rows, Math.Max(1, capacity));
            return;
        }
        var larger = _pool.Rent(Math.Max(1, capacity));
        Rows.CopyTo(larger);
        if (_rows.Length > 0)
            _pool.Return(_rows);
        _rows = larger;
    }

    // Rows are wide and many, so keys are sorted beside positions, and each row moves once, within its own array. A batch that was sorted
    // keeps the room for that: it will be again.
    void Sort()
    {
        if (_keys.Length < Count)
            (_keys, _order) = (new long[_rows.Length], new int[_rows.Length]);
        for (int i = 0; i < Count; i++)
            (_keys[i], _order[i]) = (Key(_rows[i]), i);
        _keys.AsSpan(0, Count).Sort(_order.AsSpan(0, Count));
        Restore(_keys.AsSpan(0, Count), _order);
        Permute(Rows, _order);
    }

    // The sort is not stable: among equal keys the positions are put back in order.
    static void Restore(ReadOnlySpan<long> keys, int[] order)
    {
        for (int start = 0; start < keys.Length;)
        {
            int end = start + 1;
            while (end < keys.Length && keys[end] == keys[start])
                end++;
            if (end - start > 1)
                Array.Sort(order, start, end - start);
            start = end;
        }
    }

    // order[i] is where the row for place i stands. Each circle of moves is gone round once.
    static void Permute(Span<BarRow> rows, int[] order)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            if (order[i] == i)
                continue;
            var first = rows[i];
            int place = i;
            while (order[place] != i)
            {
                int from = order[place];
                rows[place] = rows[from];
                order[place] = place;
                place = from;
            }
            rows[place] = first;
            order[place] = place;
        }
    }

    bool KeepLast()
    {
        bool agree = true;
        int kept = 0;
        for (int i = 0; i < Count; i++)
        {
            if (i + 1 < Count && Key(_rows[i + 1]) == Key(_rows[i]))
            {
                agree &= _rows[i + 1].Equals(_rows[i]);
                continue;
            }
            if (kept != i)
                _rows[kept] = _rows[i];
            kept++;
        }
        Count = kept;
        return agree;
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

    static long Key(in BarRow row) => Key(row.Code, row.Date);
}
