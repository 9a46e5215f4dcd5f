using System.Numerics;
using StockSync.Engine.Market;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Planning;

/// <summary>One bit per (day, stock): which rows the table holds. A year of the market takes 170 kB, all history 6 MB.</summary>
sealed class PresenceMatrix
{
    readonly ulong[] _bits;
    readonly int _wordsPerDay;
    readonly Dictionary<DateOnly, int> _days;

    public PresenceMatrix(IReadOnlyList<DateOnly> days, int stocks)
    {
        _wordsPerDay = (stocks + 63) / 64;
        _bits = new ulong[(long)days.Count * _wordsPerDay];
        _days = new Dictionary<DateOnly, int>(days.Count);
        for (int i = 0; i < days.Count; i++)
            _days.Add(days[i], i);
    }

    public bool Contains(DateOnly day) => _days.ContainsKey(day);

    public bool this[DateOnly day, int stock]
    {
        get => _days.TryGetValue(day, out int d) && (_bits[Word(d, stock)] & Bit(stock)) != 0;
        set
        {
            if (!_days.TryGetValue(day, out int d))
                return;
            if (value)
                _bits[Word(d, stock)] |= Bit(stock);
            else
                _bits[Word(d, stock)] &= ~Bit(stock);
        }
    }

    /// <summary>The bits of a day.</summary>
    public ReadOnlySpan<ulong> Row(DateOnly day) => _days.TryGetValue(day, out int d) ? _bits.AsSpan(d * _wordsPerDay, _wordsPerDay) : [];

    int Word(int day, int stock) => (day * _wordsPerDay) + (stock >> 6);

    static ulong Bit(int stock) => 1UL << (stock & 63);
}

/// <summary>Which rows the table holds, read into the matrix of a plan.</summary>
static class PresentRows
{
    /// <summary>Marks the rows of a range of days. Those of stocks that the list does not name are nobody's.</summary>
    public static async Task LoadAsync(
        ISyncStore store, StockList stocks, PresenceMatrix present, DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        await foreach (var (date, code) in store.Bars.ReadKeysAsync(from, to, [], cancellationToken))
        {
            int index = stocks.IndexOf(code);
            if (index >= 0)
                present[date, index] = true;
        }
    }
}

/// <summary>One bit per (open day, stock): what is missing. Ten years of the market take 1.7 MB.</summary>
sealed class MissingMatrix(IReadOnlyList<DateOnly> days, int stocks)
{
    readonly int _words = (stocks + 63) / 64;
    readonly ulong[] _bits = new ulong[(long)days.Count * ((stocks + 63) / 64)];

    /// <summary>The open days, in order: its rows.</summary>
    public IReadOnlyList<DateOnly> Days => days;

    public int Stocks => stocks;

    /// <summary>The bits of a day.</summary>
    public Span<ulong> Row(int day) => _bits.AsSpan(day * _words, _words);

    /// <summary>The stocks that a day lacks.</summary>
    public SetBits Of(int day) => new(Row(day));

    /// <summary>How many they are.</summary>
    public int Count(int day)
    {
        int count = 0;
        foreach (ulong word in Row(day))
            count += BitOperations.PopCount(word);
        return count;
    }

    /// <summary>The days on which something is missing.</summary>
    public IReadOnlyList<DateOnly> Lacking() => [.. days.Where((_, d) => Count(d) > 0)];

    /// <summary>How many stocks lack something.</summary>
    public int CountStocks() => Any(_ => true).Sum(BitOperations.PopCount);

    /// <summary>The bits of the stocks that any of some days lacks.</summary>
    public ulong[] Any(Func<int, bool> isOne)
    {
        var any = new ulong[_words];
        for (int d = 0; d < days.Count; d++)
        {
            if (!isOne(d))
                continue;
            var row = Row(d);
            for (int w = 0; w < row.Length; w++)
                any[w] |= row[w];
        }
        return any;
    }

    /// <summary>True where a day lacks a stock that is not among some.</summary>
    public bool HasOthers(int day, ulong[] some)
    {
        var row = Row(day);
        for (int w = 0; w < row.Length; w++)
        {
            if ((row[w] & ~some[w]) != 0)
                return true;
        }
        return false;
    }

    public void Set(int day, int stock) => Row(day)[stock >> 6] |= 1UL << (stock & 63);

    public void Clear(int day, int stock) => Row(day)[stock >> 6] &= ~(1UL << (stock & 63));

    public MissingMatrix Copy()
    {
        var copy = new MissingMatrix(days, stocks);
        _bits.CopyTo(copy._bits, 0);
        return copy;
    }
}

/// <summary>The positions of the bits that are set, in order.</summary>
readonly ref struct SetBits(ReadOnlySpan<ulong> words)
{
    readonly ReadOnlySpan<ulong> _words = words;

    public Enumerator GetEnumerator() => new(_words);

    public ref struct Enumerator(ReadOnlySpan<ulong> words)
    {
        readonly ReadOnlySpan<ulong> _words = words;
        int _word = -1;
        ulong _rest;

        public int Current { get; private set; }

        public bool MoveNext()
        {
            while (_rest == 0)
            {
                if (++_word >= _words.Length)
                    return false;
                _rest = _words[_word];
            }
            Current = (_word << 6) + BitOperations.TrailingZeroCount(_rest);
            _rest &= _rest - 1;
            return true;
        }
    }
}
