using System.Numerics;

namespace StockSync.Engine.Planning;

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
    public IReadOnlyList<DateOnly> Lacking() => [.. days.Where((_, d) => Row(d).ContainsAnyExcept(0UL))];

    /// <summary>How many stocks lack something.</summary>
    public int CountStocks()
    {
        var any = new ulong[_words];
        for (int d = 0; d < days.Count; d++)
        {
            var row = Row(d);
            for (int w = 0; w < row.Length; w++)
                any[w] |= row[w];
        }
        return any.Sum(BitOperations.PopCount);
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
