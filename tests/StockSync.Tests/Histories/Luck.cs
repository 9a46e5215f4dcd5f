using StockSync.Tests.Simulation;

namespace StockSync.Tests.Histories;

/// <summary>Draws in a row, all decided by the seed.</summary>
sealed class Luck(long seed)
{
    readonly Fate _fate = new(seed);
    int _draws;

    /// <summary>True with this chance.</summary>
    public bool Has(double chance) => _fate.Of(_draws++) < chance;

    /// <summary>From 0 to below the limit.</summary>
    public int Below(int limit) => _fate.Below(limit, _draws++);

    /// <summary>Both ends included.</summary>
    public int Between(int least, int most) => least + Below(most - least + 1);

    /// <summary>One of them.</summary>
    public T Of<T>(params ReadOnlySpan<T> choices) => choices[Below(choices.Length)];

    /// <summary>So many of the numbers from 0 to below a limit, in order.</summary>
    public int[] Some(int count, int limit)
    {
        var left = Enumerable.Range(0, limit).ToList();
        var taken = new List<int>();
        while (taken.Count < count && left.Count > 0)
        {
            int at = Below(left.Count);
            taken.Add(left[at]);
            left.RemoveAt(at);
        }
        taken.Sort();
        return [.. taken];
    }
}
