using StockSync.Engine.Market;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Planning;

/// <summary>Which rows the table holds, read into the matrix of a plan.</summary>
static class PresentRows
{
    /// <summary>Marks the rows of a range of days. Those of stocks that the list does not name are nobody's.</summary>
    public static async Task LoadAsync(
        ISyncStore store, StockList stocks, PresenceMatrix present, DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        await foreach (var (date, code) in store.ReadKeysAsync(from, to, [], cancellationToken))
        {
            int index = stocks.IndexOf(code);
            if (index >= 0)
                present[date, index] = true;
        }
    }
}
