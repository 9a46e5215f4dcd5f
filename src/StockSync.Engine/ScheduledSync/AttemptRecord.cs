using StockSync.Engine.Market;
using StockSync.Engine.Operations.Schedules;
using StockSync.Engine.Resources;
using StockSync.Engine.RunState;

namespace StockSync.Engine.ScheduledSync;

/// <summary>An attempt's record: what it is at its start, and how it ended.</summary>
static class AttemptRecord
{
    public static ScheduledAttempt Start(BeijingClock clock, AttemptSlot? slot, int missed, DateTime? nextAt) => new()
    {
        AttemptId = RunId.Create(clock),
        Slot = slot is { } due ? due.Time.ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture) : null,
        Number = slot?.Number ?? 0,
        Date = slot?.Day.ToDateTime(TimeOnly.MinValue),
        DueAt = slot?.DueAt,
        StartedAt = clock.UtcNow,
        Outcome = AttemptOutcome.Running,
        Missed = missed,
        NextAt = nextAt,
        Host = Environment.MachineName,
    };

    /// <summary>With its end.</summary>
    /// <param name="made">The record so far.</param>
    /// <param name="outcome">How it ended.</param>
    /// <param name="now">The instant, UTC.</param>
    /// <param name="day">Its day as it is now; null where nothing is known of it.</param>
    /// <param name="run">The run that it made; null for none.</param>
    /// <param name="error">What ended it; null for none.</param>
    public static ScheduledAttempt End(ScheduledAttempt made, AttemptOutcome outcome, DateTime now, SyncDay? day, SyncRun? run, StockSyncException? error) => made with
    {
        Outcome = outcome,
        ExitCode = AttemptVerdict.ExitCode(outcome, day),
        EndedAt = now,
        RunId = run?.RunId,
        Expected = day?.Expected ?? 0,
        Succeeded = (day?.Stored ?? 0) + (day?.Suspended ?? 0),
        Failed = day is null ? 0 : day.Expected - day.Stored - day.Suspended,
        ErrorId = error?.ErrorId,
        Message = error?.Message ?? day?.Reason,
    };
}

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
