using StockSync.Engine.Market;
using StockSync.Engine.Operations.Alerts;
using StockSync.Engine.Operations.Log;
using StockSync.Engine.Operations.Schedules;
using StockSync.Engine.Runs;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.ScheduledSync;

/// <summary>What a scheduler starts: the attempt that is due, from the question whether there is one to the messages about how it ended.</summary>
sealed class AttemptRunner(
    SyncSettings settings, ISyncStore store, string endpoint, SyncRunner runner, AttemptAlerts alerts, IAlertSender sender, ISyncLog log, BeijingClock clock)
{
    // Failures that a message can name, with the counts of the others.
    const int FailuresTold = 20_000;

    // A last record of an attempt that was stopped must not hold up a machine that shuts down.
    static readonly TimeSpan s_endGrace = TimeSpan.FromSeconds(1.5);

    /// <summary>Makes it. Failures of the sync are in the result; only the end of the caller's patience is thrown.</summary>
    /// <param name="observer">Progress, warnings, errors.</param>
    /// <param name="ended">Called with the result before the last signal is sent.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<ScheduledAttempt> RunAsync(ISyncObserver observer, Func<ScheduledAttempt, ValueTask> ended, CancellationToken cancellationToken)
    {
        var (calendar, history, fault) = await ReadSnapshotAsync(cancellationToken);
        var now = clock.UtcNow;
        var slot = calendar.Latest(now);
        if (slot is not { } due || history.IsMade(due))
            return await IdleAsync(calendar, history, ended, cancellationToken);

        var missed = history.Missed(calendar, due.DueAt);
        var made = AttemptRecord.Start(clock, due, missed.Count, calendar.Next(now)?.DueAt);
        var rid = Guid.NewGuid();
        // Beside the work: whoever does not answer it delays nothing.
        var started = sender.PingAsync("start", rid, cancellationToken);
        var guard = new AttemptObserver(observer);
        var work = new AttemptWork(settings, store, runner, clock);
        try
        {
            made = await MakeAsync(made, due.Day, missed, fault, work, guard, history, calendar, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            await StopAsync(made, work);
            throw;
        }
        await guard.CloseAsync(cancellationToken);
        await ended(made);
        await started;
        await sender.PingAsync(Signal(made.ExitCode), rid, cancellationToken);
        return made;
    }

    async Task<ScheduledAttempt> MakeAsync(
        ScheduledAttempt made,
        DateOnly date,
        IReadOnlyList<AttemptSlot> missed,
        StockSyncException? fault,
        AttemptWork work,
        AttemptObserver observer,
        AttemptHistory history,
        AttemptCalendar calendar,
        CancellationToken cancellationToken)
    {
        SyncDay? day = null;
        AttemptOutcome outcome;
        StockSyncException? error = fault;
        try
        {
            if (fault is not null)
                throw fault;
            // The lease is not needed for it: two attempts at once are two rows, and only one of them gets to run.
            await store.InitializeAsync(cancellationToken);
            await store.History.SaveAttemptAsync(made, AlertChanges.None, cancellationToken);
            if (await work.IsCompleteAsync(date, cancellationToken))
                (day, outcome) = (await work.DayAsync(date, cancellationToken), AttemptOutcome.AlreadyComplete);
            else
                outcome = AttemptVerdict.Of(day = await work.RunAsync(made, date, [.. missed.Select(s => s.Day), .. history.Unfinished], observer, cancellationToken));
        }
        catch (StockSyncException e)
        {
            (error, outcome) = (e, AttemptVerdict.Of(e));
            await observer.ErrorAsync(e, cancellationToken);
        }
        var facts = new AlertFacts
        {
            Now = clock.UtcNow,
            Endpoint = endpoint,
            Target = store.Target,
            AttemptsOfDay = calendar.AttemptsOfDay,
            Error = error,
            Missed = made.Missed,
            LastAttemptAt = history.Last?.StartedAt,
            LogPath = log.Path,
        };
        return await RecordAsync(made, date, outcome, day, error, facts, work, observer, cancellationToken);
    }

    // The record needs the database; where that has gone in the meantime, the machine itself remembers who must be told.
    async Task<ScheduledAttempt> RecordAsync(
        ScheduledAttempt made,
        DateOnly date,
        AttemptOutcome outcome,
        SyncDay? day,
        StockSyncException? error,
        AlertFacts facts,
        AttemptWork work,
        AttemptObserver observer,
        CancellationToken cancellationToken)
    {
        try
        {
            if (IsStoreAway(error))
                throw error!;
            await work.FindRunAsync(made, cancellationToken);
            day ??= await work.DayAsync(date, cancellationToken);
            var ended = AttemptRecord.End(made, outcome, clock.UtcNow, day, work.Run, error);
            var days = observer.Days.Where(d => d.Date != day?.Date);
            await alerts.RecordAsync(
                ended,
                facts with
                {
                    Attempt = ended,
                    Run = work.Run,
                    Days = day is null ? [.. days] : [day, .. days],
                    Failures = [.. (await store.Failures.GetFailuresAsync(cancellationToken)).OrderByDescending(f => f.LastFailedAt).Take(FailuresTold)],
                },
                cancellationToken);
            Log(ended);
            return ended;
        }
        catch (StockSyncException e) when (IsStoreAway(e))
        {
            var ended = AttemptRecord.End(made, error is null ? AttemptVerdict.Of(e) : outcome, clock.UtcNow, day, work.Run, error ?? e);
            await alerts.SpoolAsync(facts with { Attempt = ended, Run = work.Run, Days = observer.Days, Error = e }, cancellationToken);
            Log(ended);
            return ended;
        }
    }

    // Calendar and history, or why the database does not tell them: then every weekday may be a trading day, and no attempt has been made.
    async Task<(AttemptCalendar Calendar, AttemptHistory History, StockSyncException? Fault)> ReadSnapshotAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await CalendarAsync(cancellationToken), await AttemptHistory.ReadAsync(store.History, clock.UtcNow, cancellationToken), null);
        }
        catch (StockSyncException e)
        {
            return (AttemptCalendar.Of(settings, []), AttemptHistory.Empty, e);
        }
    }

    public async Task<AttemptCalendar> CalendarAsync(CancellationToken cancellationToken)
    {
        await store.InspectAsync(cancellationToken);
        return AttemptCalendar.Of(
            settings, await store.Reference.GetCalendarAsync(AttemptCalendar.FirstDay(clock.UtcNow), AttemptCalendar.LastDay(clock.UtcNow), cancellationToken));
    }

    async Task<ScheduledAttempt> IdleAsync(AttemptCalendar calendar, AttemptHistory history, Func<ScheduledAttempt, ValueTask> ended, CancellationToken cancellationToken)
    {
        var idle = AttemptRecord.Start(clock, null, 0, calendar.Next(clock.UtcNow)?.DueAt) with { Outcome = AttemptOutcome.NothingDue, EndedAt = clock.UtcNow };
        await ended(idle);
        // That the schedule lives is worth a signal; but an idle start must not turn a failed day green again.
        if (history.Last is null or { ExitCode: 0 })
            await sender.PingAsync("", Guid.NewGuid(), cancellationToken);
        return idle;
    }

    async Task StopAsync(ScheduledAttempt made, AttemptWork work)
    {
        using var limit = new CancellationTokenSource(s_endGrace, clock.Time);
        try
        {
            await store.History.SaveAttemptAsync(
                AttemptRecord.End(made, AttemptOutcome.Stopped, clock.UtcNow, null, work.Run, null), AlertChanges.None, limit.Token);
        }
        catch (Exception e) when (e is StockSyncException or OperationCanceledException)
        {
            // Then it stays Running in the record, which counts as not made, too.
            log.Write(new LogEvent { Level = LogLevel.Warning, Name = "try.unrecorded", Text = e.Message });
        }
    }

    void Log(ScheduledAttempt ended) => log.Write(new LogEvent
    {
        Level = ended.ExitCode == 0 ? LogLevel.Information : LogLevel.Error,
        Name = "try.ended",
        Text = ended.Message,
        RunId = ended.RunId,
        Data = new Dictionary<string, object?>
        {
            ["date"] = $"{ended.Date:yyyy-MM-dd}",
            ["slot"] = ended.Slot,
            ["outcome"] = ended.Outcome.ToString(),
            ["exitCode"] = ended.ExitCode,
            ["expected"] = ended.Expected,
            ["succeeded"] = ended.Succeeded,
            ["missed"] = ended.Missed,
            ["errorId"] = ended.ErrorId,
        },
    });

    static bool IsStoreAway(StockSyncException? error) =>
        StoreFailure.Is(error) || error?.ErrorId == ErrorIds.DatabaseInvalid;

    static string Signal(int exitCode) => exitCode == 0 ? "" : exitCode.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
