using StockSync.Engine.Evidence;
using StockSync.Engine.Market;
using StockSync.Engine.Operations.Alerts;
using StockSync.Engine.Planning;
using StockSync.Engine.Resources;
using StockSync.Engine.Runs;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.ScheduledSync;

/// <summary>The runs of one attempt: its day with the look-back, and once a day what was left open before.</summary>
sealed class AttemptWork(SyncSettings settings, ISyncStore store, SyncRunner runner, BeijingClock clock)
{
    /// <summary>The run of the day itself, also where it ended by an error; null where none was made.</summary>
    public SyncRun? Run { get; private set; }

    /// <summary>True where the day is complete by record and by the table's own count.</summary>
    public async Task<bool> IsCompleteAsync(DateOnly date, CancellationToken cancellationToken)
    {
        var known = await store.Days.GetDaysAsync(date, date, cancellationToken);
        var rows = await store.Bars.CountRowsAsync(date, date, cancellationToken);
        bool mayBeEmpty = rows.Count == 0 && (await store.Claims.GetCopyAsync(cancellationToken)).IsChosen;
        return StoredProof.Completed(known, rows, mayBeEmpty).ContainsKey(date);
    }

    /// <summary>Makes the runs. What ends one of them is thrown.</summary>
    /// <param name="made">The attempt.</param>
    /// <param name="date">Its day.</param>
    /// <param name="earlier">
    /// Days whose attempts were missed or failed: a machine that was off for weeks leaves a hole that no look-back reaches, and one whose first
    /// attempts of all failed has nothing to look back on.
    /// </param>
    /// <param name="observer">Progress, warnings, errors.</param>
    /// <param name="cancellationToken">Stops them.</param>
    /// <returns>The day as it is then; null where it turned out to be none.</returns>
    public async Task<SyncDay?> RunAsync(
        ScheduledAttempt made, DateOnly date, IEnumerable<DateOnly> earlier, ISyncObserver observer, CancellationToken cancellationToken)
    {
        await RunAsync(new SyncRequest { Kind = SyncKind.Day, Attempt = made }, observer, cancellationToken);
        // The day itself too: the bars of a later one may be out already.
        if (Run?.Status != SyncRunStatus.Stopped && await LeftOutAsync(earlier.Append(date), made.StartedAt, cancellationToken) is { Count: > 0 } dates)
            await RunAsync(new SyncRequest { Kind = SyncKind.Day, Dates = dates, Attempt = made }, observer, cancellationToken);
        if (made.Number == 1 && Run?.Status != SyncRunStatus.Stopped)
            await RetryAsync(made, observer, cancellationToken);
        // A spent budget is an orderly end of a run, and no attempt.
        if (Run?.Status == SyncRunStatus.Stopped)
            throw new StockSyncException(ErrorIds.BudgetSpent, ErrorKind.Limit, Run.Message ?? SyncStrings.FormatBudgetSpentShort(settings.DailyBudget));
        return await IsTradingDayAsync(date, cancellationToken) ? await DayAsync(date, cancellationToken) : null;
    }

    public async Task<SyncDay?> DayAsync(DateOnly date, CancellationToken cancellationToken) =>
        await store.Days.GetDaysAsync(date, date, cancellationToken) is [var day, ..] ? day : null;

    /// <summary>Finds the record of a run that ended by an error.</summary>
    public async Task FindRunAsync(ScheduledAttempt made, CancellationToken cancellationToken) =>
        Run ??= (await store.Runs.GetRunsSinceAsync(made.StartedAt, cancellationToken)).FirstOrDefault(r => r.Slot == made.Slot && r.Slot is not null);

    async Task RunAsync(SyncRequest request, ISyncObserver observer, CancellationToken cancellationToken) =>
        Run = await runner.RunAsync(request, confirmed: null, observer, cancellationToken) ?? Run;

    async Task<List<DateOnly>> LeftOutAsync(IEnumerable<DateOnly> dates, DateTime since, CancellationToken cancellationToken)
    {
        var left = new List<DateOnly>();
        foreach (var date in dates.Distinct().Order())
        {
            if (await IsTradingDayAsync(date, cancellationToken)
                && (await DayAsync(date, cancellationToken) is not { } day || (day.Status != SyncDayStatus.Completed && !(day.SettledAt >= since))))
                left.Add(date);
        }
        return left;
    }

    // What this attempt has just asked for is not asked for again; who is late or set aside, the day's own run asks for, as far as an evening goes.
    async Task RetryAsync(ScheduledAttempt made, ISyncObserver observer, CancellationToken cancellationToken)
    {
        var failures = (await store.Failures.GetFailuresAsync(cancellationToken)).Where(f => f.LastFailedAt < made.StartedAt).ToArray();
        var days = (await store.Days.GetDaysAsync(null, null, cancellationToken))
            .Where(d => !(d.SettledAt >= made.StartedAt) && (d.Failed > 0 || d.Late + d.Quarantined == 0)).ToArray();
        var targets = RetryTargets.Complete([], failures, days);
        if (targets.Count == 0)
            return;
        var run = await runner.RunAsync(new SyncRequest { Kind = SyncKind.Retry, Targets = targets, Attempt = made }, confirmed: null, observer, cancellationToken);
        if (run?.Status == SyncRunStatus.Stopped)
            await observer.WarningAsync(SyncStrings.FormatTryRetryStopped(run.Message), cancellationToken);
        else
            Run ??= run;
    }

    async Task<bool> IsTradingDayAsync(DateOnly date, CancellationToken cancellationToken) =>
        (await store.Reference.GetCalendarAsync(date, date, cancellationToken)) is not [{ IsTradingDay: false }] && clock.IsDue(date, settings.PublishTime);
}

/// <summary>
/// What an attempt has accepted because the service said it on three Beijing days, although it is unusual: more absent stocks than on any recorded day,
/// a closure longer than any. Somebody should know.
/// </summary>
static class UnusualAbsences
{
    /// <summary>Finds it, from what is recorded.</summary>
    /// <param name="store">The store.</param>
    /// <param name="made">The attempt.</param>
    /// <param name="days">The days that it settled.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    public static async Task<IReadOnlyList<AcceptedEvidence>> FindAsync(
        ISyncStore store, ScheduledAttempt made, IReadOnlyList<SyncDay> days, CancellationToken cancellationToken)
    {
        var today = Beijing.Day(made.StartedAt);
        var found = (await store.Claims.GetClaimsAsync(cancellationToken))
            .Where(c => c is { Kind: ClaimKind.Calendar, AcceptedAt: null, Answers: >= 3 } && c.LastOn == today)
            .Select(c => new AcceptedEvidence(c.Subject, 0)).ToList();
        // A day that was complete before was told of then.
        var settled = days.Where(d => d.Status == SyncDayStatus.Completed && d.SettledAt >= made.StartedAt).Select(d => DateOnly.FromDateTime(d.Date)).ToArray();
        if (settled.Length == 0)
            return found;
        var absences = (await store.Absences.GetAbsencesAsync(settled.Min(), settled.Max(), cancellationToken))
            .Where(a => a is { IsAccepted: true, Note: null, Answers: >= 3 } && a.LastOn == today).ToArray();
        foreach (var day in days.Where(d => settled.Contains(DateOnly.FromDateTime(d.Date))))
        {
            int absent = absences.Count(a => a.Covers(DateOnly.FromDateTime(day.Date)));
            if (absent > EvidenceLimits.Few(day.Expected + absent))
                found.Add(new AcceptedEvidence($"{day.Date:yyyy-MM-dd}", absent));
        }
        return found;
    }
}
