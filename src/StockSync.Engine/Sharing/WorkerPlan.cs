using StockSync.Engine.Evidence;
using StockSync.Engine.Fetching;
using StockSync.Engine.Market;
using StockSync.Engine.Operations.Alerts;
using StockSync.Engine.Planning;
using StockSync.Engine.Resources;
using StockSync.Engine.RunState;
using StockSync.Engine.Service;
using StockSync.Engine.Settling;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Sharing;

/// <summary>A published plan on a joined machine: what is not in it comes out of the store, as it did for the run's own machine.</summary>
sealed class WorkerPlan
{
    readonly RunContext _run;
    readonly IWorkerStore _store;
    readonly int _number;
    readonly ClaimedUnits<DateOnly> _days;
    readonly ClaimedUnits<StockUnit> _ranges;
    readonly MarketDayRun _marketDays;
    readonly StockRangeRun _stockRanges;

    WorkerPlan(RunContext run, RunCommitter committer, int number, int total, SyncScope scope, StockList stocks, WorkPlan plan)
    {
        (_run, _store, _number) = (run, run.Store.Workers!, number);
        _days = Claim(RequestShape.MarketDay, total, async (unit, token) =>
        {
            // Of a day with rows it must be known which; all others have none.
            if (unit.HasRows)
                await PresentRows.LoadAsync(run.Store, stocks, plan.Present, unit.From, unit.From, token);
            return unit.From;
        });
        _ranges = Claim(RequestShape.StockRange, total, (unit, _) => ValueTask.FromResult(
            new StockUnit(stocks.IndexOf(unit.Code), unit.Code, unit.From, unit.To, unit.HasRows)));
        _marketDays = new MarketDayRun(
            run, committer, scope, stocks, plan, _days, new ProgressReporter(run, RequestShape.MarketDay, total));
        _stockRanges = new StockRangeRun(
            run, committer, scope, stocks, plan, _ranges, new ProgressReporter(run, RequestShape.StockRange, total));
    }

    /// <summary>The plan, or null where it was withdrawn meanwhile.</summary>
    public static async Task<WorkerPlan?> LoadAsync(RunContext run, RunCommitter committer, int number, CancellationToken cancellationToken)
    {
        if (await run.Store.Workers!.GetPlanAsync(run.RunId, number, cancellationToken) is not { OpenDays: [var first, ..] } published)
            return null;
        var last = published.OpenDays[^1];
        run.AllStocks = new StockList(await run.Store.Reference.GetStocksAsync(cancellationToken));
        var stocks = run.AllStocks.Within(await run.Store.Claims.GetCopyAsync(cancellationToken));
        run.Calendar = new TradingCalendar(await run.Store.Reference.GetCalendarAsync(
            published.From.AddDays(-TradingCalendar.Around), published.To.AddDays(TradingCalendar.Around), cancellationToken));
        run.Claims = await run.Store.Claims.GetClaimsAsync(cancellationToken);
        var book = new KnownAbsences(await run.Store.Absences.GetAbsencesAsync(
            first.AddDays(-TradingCalendar.Around), last.AddDays(TradingCalendar.Around), cancellationToken));
        book.Settle([.. published.DoubtedDays.Select(d => new DayTally { Date = d, Expected = 0 })]);
        var plan = new WorkPlan
        {
            CompleteDays = [],
            OpenDays = published.OpenDays,
            DoubtedDays = published.DoubtedDays,
            Present = new PresenceMatrix(published.OpenDays, stocks.Count),
            RowsBefore = await run.Store.Bars.CountRowsAsync(first, last, cancellationToken),
            Book = book,
            BookBefore = new KnownAbsences(book.All),
            OpenFailures = Array.Empty<FailedStock>().ToLookup(_ => default(StockCode)),
            MarketDays = published.MarketDays,
            StockRanges = [],
            LackingDays = 0,
            LackingStocks = 0,
            DayLists = 0,
            Cost = default,
        };
        await run.Observer.VerboseAsync(SyncStrings.FormatPlanJoined(published.OpenDays.Count, published.Total), cancellationToken);
        return new WorkerPlan(run, committer, number, published.Total, Scope(published, run), stocks, plan);
    }

    /// <summary>Works at what is to be had now; what is not through afterwards is given back.</summary>
    public async Task WorkAsync(CancellationToken cancellationToken)
    {
        await _marketDays.RunAsync(cancellationToken);
        if (!_run.Stop.IsRequested)
            await _stockRanges.RunAsync(cancellationToken);
        await _days.DropAsync();
        await _ranges.DropAsync();
        await _store.ReturnAsync(_run.RunId, _number, _run.WorkerId!, cancellationToken);
    }

    static SyncScope Scope(PublishedPlan published, RunContext run)
    {
        var scope = new SyncScope
        {
            From = published.From,
            To = published.To,
            Newest = published.Newest,
            FreshFrom = DayFreshness.First(run.Calendar, run.Clock),
            Days = published.OpenDays,
        };
        foreach (var day in published.WholeDays)
            scope.AddWholeDay(day);
        foreach (var range in published.Ranges)
            scope.AddRange(range.Code, range.From, range.To);
        return scope;
    }

    ClaimedUnits<T> Claim<T>(RequestShape shape, int total, Func<PlanUnit, CancellationToken, ValueTask<T>> take)
        where T : notnull => new(
            _store, new UnitClaim(_run.RunId, _number, shape, _run.WorkerId!, 1), total, ClaimSize.Of(_run, shape), take);
}

/// <summary>A ban that a joined machine has met: it is kept for the machine's address, and told once; the run itself goes on.</summary>
static class WorkerBan
{
    public static async Task RememberAsync(RunServices services, StockSyncException cause, string code, CancellationToken cancellationToken)
    {
        string address = MachineAddress.Of(services.Endpoint, services.Host);
        var known = await services.StoreOnce.Services.GetServiceAsync(address, cancellationToken);
        await services.StoreOnce.Services.PutServiceAsync(
            known with { BlockedUntil = services.Clock.UtcNow + services.Settings.BanCooldown, BlockedReason = code }, cancellationToken);
        if (services.Alerts is not { } alerts)
            return;
        var facts = new AlertFacts
        {
            Now = services.Clock.UtcNow,
            Endpoint = services.Endpoint,
            Target = services.StoreOnce.Target,
            Error = cause,
            Host = services.Host,
        };
        var changes = await alerts.JudgeAsync(services.StoreOnce.Alerts, facts, cancellationToken);
        if (changes.IsEmpty)
            return;
        await services.StoreOnce.Alerts.ApplyAlertsAsync(changes, cancellationToken);
        await alerts.SendAsync(services.StoreOnce.Alerts, cancellationToken);
    }
}

/// <summary>Why a joined machine cannot go on.</summary>
static class WorkerErrors
{
    /// <summary>The run's own machine gives no sign of life.</summary>
    public static StockSyncException LeaderGone(string runId) =>
        new(ErrorIds.LeaderGone, ErrorKind.Busy, SyncStrings.FormatLeaderGone(runId), SyncStrings.LeaderGoneAdvice, runId);

    /// <summary>The run's own machine has ended it before the work was done.</summary>
    public static StockSyncException RunEnded(SyncRun run) => new(
        ErrorIds.LeaderGone,
        ErrorKind.Busy,
        SyncStrings.FormatJoinedRunEnded(run.RunId, run.Host, run.Status, run.Message),
        SyncStrings.LeaderGoneAdvice,
        run.RunId);

    /// <summary>This machine was taken for lost.</summary>
    public static StockSyncException Lost(string runId) =>
        new(ErrorIds.WorkerLost, ErrorKind.Busy, SyncStrings.FormatWorkerLost(runId), SyncStrings.WorkerLostAdvice, runId);
}
