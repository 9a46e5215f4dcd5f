using StockSync.Engine.Sources.Baostock.Protocol;
using StockSync.Engine.Sources.Contract;

namespace StockSync.Engine.Sources.Baostock.Answers;

/// <summary>
/// Two rows of one stock and day: the same twice is harmless, two different ones leave no way to know which is true, so the answer is
/// refused.
/// </summary>
static class BarDuplicates
{
    /// <summary>Sorts the bars, equal ones once; refuses different rows of one key; takes the surplus out of the rejected ones.</summary>
    public static void Resolve(BarBatch bars, List<RejectedRow> rejected)
    {
        if (!bars.SortAndDistinct())
            throw SourceErrors.Protocol(ProtocolFault.DuplicateRow);
        if (rejected.Count == 0)
            return;
        var aside = new Dictionary<long, RejectedRow>(rejected.Count);
        foreach (var row in rejected)
        {
            long key = BarBatch.Key(row.Code, row.Date);
            if (bars.Contains(row.Code, row.Date) || !aside.TryAdd(key, row) && aside[key] != row)
                throw SourceErrors.Protocol(ProtocolFault.DuplicateRow);
        }
        rejected.Clear();
        rejected.AddRange(aside.Values);
    }
}
