using StockSync.Engine.Resources;

namespace StockSync.Engine.ScheduledSync;

/// <summary>
/// What an attempt lets through of its runs. Nobody watches: days are kept for the result instead of being shown, and of ten thousand errors of the
/// same evening ten are enough for the mail that the scheduler makes of them; all are in the database.
/// </summary>
sealed class AttemptObserver(ISyncObserver inner) : ISyncObserver
{
    const int ErrorsShown = 10;

    readonly SortedDictionary<DateTime, SyncDay> _days = [];
    int _errors;

    /// <summary>The days that were settled, as they are now.</summary>
    public IReadOnlyList<SyncDay> Days => [.. _days.Values];

    public ValueTask DayAsync(SyncDay day, CancellationToken cancellationToken)
    {
        _days[day.Date] = day;
        return inner.VerboseAsync($"{day} {day.Reason}", cancellationToken);
    }

    public ValueTask ProgressAsync(SyncProgress progress, CancellationToken cancellationToken) => inner.ProgressAsync(progress, cancellationToken);

    public ValueTask VerboseAsync(string text, CancellationToken cancellationToken) => inner.VerboseAsync(text, cancellationToken);

    public ValueTask WarningAsync(string text, CancellationToken cancellationToken) => inner.WarningAsync(text, cancellationToken);

    public ValueTask ErrorAsync(StockSyncException error, CancellationToken cancellationToken) =>
        ++_errors <= ErrorsShown ? inner.ErrorAsync(error, cancellationToken) : default;

    /// <summary>Says how many errors were not shown.</summary>
    public ValueTask CloseAsync(CancellationToken cancellationToken) => _errors > ErrorsShown
        ? inner.WarningAsync(SyncStrings.FormatTryMoreErrors(_errors - ErrorsShown), cancellationToken)
        : default;
}
