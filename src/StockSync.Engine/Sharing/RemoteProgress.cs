using StockSync.Engine.Market;
using StockSync.Engine.Planning;
using StockSync.Engine.RunState;
using StockSync.Engine.Settling;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Sharing;

/// <summary>What joined machines have done, as it must be known to the run's own machine: days to report, rows to settle with.</summary>
sealed class RemoteProgress(RunContext run, RunCommitter committer, WorkPlan plan, StockList stocks, ProgressReporter progress)
{
    readonly HashSet<int> _known = [];
    long _last;

    /// <summary>Looks, unless that was done a moment ago.</summary>
    public async Task NoticeAsync(int number, CancellationToken cancellationToken)
    {
        if (_last != 0 && run.Clock.Time.GetElapsedTime(_last) < run.Joined.Pause)
            return;
        _last = run.Clock.Time.GetTimestamp();
        await TakeOverAsync(number, cancellationToken);
    }

    /// <summary>Reports the days that others have settled, and counts their units.</summary>
    public async Task TakeOverAsync(int number, CancellationToken cancellationToken)
    {
        var finished = await run.Joined.Store.GetFinishedAsync(run.RunId, number, run.RunId, cancellationToken);
        PlanUnit[] news = [.. finished.Where(unit => _known.Add(unit.Number))];
        DateOnly[] days = [.. news.Where(unit => unit.Shape == RequestShape.MarketDay).Select(unit => unit.From)];
        if (days.Length > 0)
            await TakeOverAsync(days, cancellationToken);
        if (news.Length > 0)
            await progress.AdvanceAsync(news.Length, cancellationToken);
    }

    /// <summary>What others wrote into days that this machine settles: rows, counts, rows set aside, failures.</summary>
    public async Task BringInAsync(int number, RangeResults ranges, CancellationToken cancellationToken)
    {
        foreach (var month in plan.OpenDays.GroupBy(d => (d.Year, d.Month)))
            await LoadAsync(month.Min(), month.Max(), cancellationToken);
        var failures = await run.Store.Failures.GetFailuresAsync(cancellationToken);
        ranges.BringIn(
            await run.Joined.Store.GetRowsAsync(run.RunId, number, cancellationToken), failures.Where(f => f.RunId == run.RunId));
    }

    async Task TakeOverAsync(DateOnly[] days, CancellationToken cancellationToken)
    {
        var wanted = days.ToHashSet();
        var settled = (await run.Store.Days.GetDaysAsync(days.Min(), days.Max(), cancellationToken))
            .Where(d => wanted.Contains(DateOnly.FromDateTime(d.Date))).ToArray();
        // Of a day that is not complete it matters later which rows it has.
        foreach (var day in settled.Where(d => d.Status != SyncDayStatus.Completed).Select(d => DateOnly.FromDateTime(d.Date)))
            await LoadAsync(day, day, cancellationToken);
        await committer.TakeOverAsync(settled, cancellationToken);
    }

    Task LoadAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        PresentRows.LoadAsync(run.Store, stocks, plan.Present, from, to, cancellationToken);
}
