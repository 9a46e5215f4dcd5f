namespace StockSync.Tests.Simulation;

/// <summary>Decides by seed and question, never by order: threads that overtake each other change nothing.</summary>
readonly record struct Fate(long Seed)
{
    /// <summary>Between 0 and 1, the same for the same question.</summary>
    public double Of(params ReadOnlySpan<int> question)
    {
        ulong state = Mix((ulong)Seed);
        foreach (int part in question)
            state = Mix(state ^ (uint)part);
        return (state >> 11) * (1.0 / (1UL << 53));
    }

    /// <summary>From 0 to below the limit.</summary>
    public int Below(int limit, params ReadOnlySpan<int> question) => (int)(Of(question) * limit);

    // The finaliser of SplitMix64.
    static ulong Mix(ulong x)
    {
        x += 0x9E3779B97F4A7C15;
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }
}
