using StockSync.Engine.Evidence;
using StockSync.Engine.Market;
using StockSync.Engine.Planning;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Settling;

/// <summary>
/// Finds the open failures that are over although nobody retried them: another run, or the other shape, brought every bar that was missing.
/// </summary>
static class FailureCloser
{
    public static async Task<IReadOnlyList<StockCoverage>> FindAsync(
        ISyncStore store, MarketReference reference, PresenceMatrix present, CancellationToken cancellationToken)
    {
        var failures = await store.Failures.GetFailuresAsync(cancellationToken);
        if (failures.Count == 0)
            return [];
        var from = failures.Min(f => DateOnly.FromDateTime(f.From));
        var to = failures.Max(f => DateOnly.FromDateTime(f.To));
        var completed = (await store.Days.GetDaysAsync(from, to, cancellationToken))
            .Where(d => d.Status == SyncDayStatus.Completed).Select(d => DateOnly.FromDateTime(d.Date)).ToHashSet();
        var book = new KnownAbsences(await store.Absences.GetAbsencesAsync(from, to, cancellationToken));

        var over = new List<StockCoverage>();
        foreach (var failure in failures)
        {
            bool isStock = StockCode.TryParse(failure.Code, out var code);
            int index = isStock ? reference.Stocks.IndexOf(code) : -1;
            var range = new StockCoverage(isStock ? code : default, DateOnly.FromDateTime(failure.From), DateOnly.FromDateTime(failure.To));
            bool isOver = true;
            foreach (var day in reference.Calendar.Between(range.From, range.To))
            {
                isOver &= completed.Contains(day)
                    || (index >= 0 && (present[day, index] || !reference.Stocks[index].IsExpectedOn(day) || book.IsExcused(code, day)));
            }
            // A calendar that does not reach the failure's days proves nothing.
            if (isOver && reference.Calendar.From <= range.From && range.To <= reference.Calendar.To)
                over.Add(range);
        }
        return over;
    }
}
