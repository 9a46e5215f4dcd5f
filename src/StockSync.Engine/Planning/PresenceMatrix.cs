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
