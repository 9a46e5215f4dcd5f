namespace StockSync.MarketServer;

/// <summary>
/// Numbers that depend on nothing but what they are asked for, so that a bar can be made without making those before it,
/// and every machine makes the same one.
/// </summary>
readonly struct Dice(ulong state)
{
    readonly ulong _state = state;

    /// <summary>The dice of a narrower question: a stock's, then a day's, then a purpose's.</summary>
    public Dice For(long what) => new(Mix(_state ^ Mix((ulong)what + 0x9E3779B97F4A7C15)));

    /// <summary>From 0 to below the limit.</summary>
    public int Below(int limit) => (int)(Mix(_state) % (ulong)limit);

    /// <summary>Both ends included.</summary>
    public int Between(int low, int high) => low + Below(high - low + 1);

    public bool Percent(int chance) => Below(100) < chance;

    // the finalizer of SplitMix64
    static ulong Mix(ulong x)
    {
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }
}
