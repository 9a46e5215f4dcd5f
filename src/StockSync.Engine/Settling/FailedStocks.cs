using StockSync.Engine.Evidence;
using StockSync.Engine.Market;
using StockSync.Engine.Planning;
using StockSync.Engine.Resources;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Settling;

/// <summary>What a user is shown of stocks without their bars: failures, and the recorded absences.</summary>
static class FailedStocks
{
    /// <summary>Both, in order of code and first day.</summary>
    public static IEnumerable<FailedStock> Of(IReadOnlyList<FailedStock> failures, IReadOnlyList<Absence> absences) =>
        failures.Select(Of).Concat(absences.Select(Of)).OrderBy(f => f.Code, StringComparer.Ordinal).ThenBy(f => f.From).ThenBy(f => f.To);

    /// <summary>A failure with the Beijing day on which it began.</summary>
    public static FailedStock Of(FailedStock failure) => new()
    {
        Code = failure.Code,
        Exchange = failure.Exchange,
        From = failure.From,
        To = failure.To,
        Reason = failure.Reason,
        Since = Beijing.Day(failure.FirstFailedAt).ToDateTime(TimeOnly.MinValue),
        Attempts = failure.Attempts,
        FirstError = failure.FirstError,
        LastError = failure.LastError,
        FirstFailedAt = failure.FirstFailedAt,
        LastFailedAt = failure.LastFailedAt,
        RunId = failure.RunId,
    };

    static FailedStock Of(Absence absence) => new()
    {
        Code = absence.Code.ToString(),
        Exchange = absence.Code.Exchange,
        From = absence.From.ToDateTime(TimeOnly.MinValue),
        To = absence.To.ToDateTime(TimeOnly.MinValue),
        Reason = absence.Reason,
        State = absence.State switch
        {
            StockState.Quarantined => FailedStockState.Quarantined,
            StockState.NotListed => FailedStockState.NotListed,
            _ => FailedStockState.Late,
        },
        // Who was not asked for yet has a day in the record that only says from when on he may be.
        Since = absence.Answers == 0 ? null : absence.FirstOn.ToDateTime(TimeOnly.MinValue),
        Answers = absence.Answers,
        Attempts = absence.Answers,
        NextCheck = absence.Note is null ? absence.CheckOn?.ToDateTime(TimeOnly.MinValue) : null,
        Note = absence.Note,
        FirstFailedAt = Beijing.Instant(absence.FirstOn),
        LastFailedAt = Beijing.Instant(absence.LastOn),
    };
}

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

/// <summary>A failure for the error stream: the cause's id and kind, the failed item as target, so that it can be piped into a retry.</summary>
static class FailureError
{
    public static StockSyncException Of(FailedStock failed, StockSyncException cause) => new(
        cause.ErrorId,
        cause.Kind,
        failed.Code == FailedStock.WholeMarket
            ? SyncStrings.FormatDayFailed($"{failed.From:yyyy-MM-dd}", failed.Attempts, cause.Message)
            : SyncStrings.FormatStockFailed(failed.Code, $"{failed.From:yyyy-MM-dd}", $"{failed.To:yyyy-MM-dd}", failed.Attempts, cause.Message),
        SyncStrings.RetryAdvice,
        failed,
        inner: cause);
}
