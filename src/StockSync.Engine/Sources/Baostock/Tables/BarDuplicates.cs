namespace StockSync.Engine.Sources.Baostock;

/// <summary>
/// Two rows of one stock and day: the same twice is harmless, two different ones leave no way to know which is true, so the answer is
/// refused.
/// </summary>
static class BarDuplicates
{
    /// <summary>Orders as the tables do: by day, then by stock.</summary>
    public static long Key(StockCode code, DateOnly date) => ((long)date.DayNumber << 32) | (uint)code.Number;

    /// <summary>Refuses different rows of one key; takes the surplus out of the rejected ones.</summary>
    public static void Check(BarBatch bars, List<RejectedRow> rejected)
    {
        var seen = new Dictionary<long, BarRow>(bars.Count);
        foreach (ref readonly var bar in bars.Rows)
        {
            if (!seen.TryAdd(Key(bar.Code, bar.Date), bar) && !seen[Key(bar.Code, bar.Date)].Equals(bar))
                throw SourceErrors.Protocol(ProtocolFault.DuplicateRow);
        }

        var aside = new Dictionary<long, RejectedRow>(rejected.Count);
        foreach (var row in rejected)
        {
            long key = Key(row.Code, row.Date);
            if (seen.ContainsKey(key) || !aside.TryAdd(key, row) && aside[key] != row)
                throw SourceErrors.Protocol(ProtocolFault.DuplicateRow);
        }
        rejected.Clear();
        rejected.AddRange(aside.Values);
    }
}
