using StockSync.Engine.Evidence;
using StockSync.Engine.Fetching;
using StockSync.Engine.Market;
using StockSync.Engine.Planning;
using StockSync.Engine.Resources;
using StockSync.Engine.RunState;
using StockSync.Engine.Settling;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Runs;

/// <summary>Requests what the answers of a run have shown to be missing beyond its plan: unknown codes, stocks that have not left, returned bars.</summary>
/// <param name="run">The run.</param>
/// <param name="committer">Its way into the store.</param>
/// <param name="scope">The days that it was about.</param>
sealed class FollowUp(RunContext run, RunCommitter committer, SyncScope scope)
{
    readonly StockFill _fill = new(run, committer);
    readonly HashSet<StockCode> _introduced = [];
    bool _isListRefreshed;

    /// <summary>Asks, and judges the days by all that is known then.</summary>
    /// <param name="plan">The plan that was worked off.</param>
    /// <param name="extras">What was known from the start to be asked for beyond it.</param>
    /// <param name="cancellationToken">Stops between transactions.</param>
    public async Task RunAsync(WorkPlan plan, RunExtras extras, CancellationToken cancellationToken)
    {
        await _fill.RunAsync(extras.Ranges, cancellationToken);
        await UnknownAsync(cancellationToken);
        await StayedAsync(cancellationToken);
        await ReturnedAsync(cancellationToken);
        foreach (var (by, old) in extras.Successors)
        {
            if (!run.Stop.IsRequested && !await Successor.TakeOverAsync(run, committer, old, by, cancellationToken))
                await run.Observer.VerboseAsync(SyncStrings.FormatCodeNotReplaced(old, by), cancellationToken);
        }
        if (scope.Days.Count == 0)
            return;
        var from = _fill.From < scope.Days[0] ? _fill.From : scope.Days[0];
        var to = _fill.To > scope.Days[^1] ? _fill.To : scope.Days[^1];
        // What is recorded is known where this machine settled all of it: mostly nobody is absent, and nothing has to be read.
        if (run.Joined.IsJoined || _fill.From <= _fill.To || DayReview.HasQuestions(plan.Book, from, to))
            await new DayReview(run, committer, scope).RunAsync(from, to, extras.MostLists, cancellationToken);
        // Whom its lists named.
        await UnknownAsync(cancellationToken);
    }

    // Rule 4: a code that bars or lists name and the stock list does not. The list is asked for once more; then the stock is taken from who named it.
    async Task UnknownAsync(CancellationToken cancellationToken)
    {
        if (run.Stop.IsRequested || run.Unknown.IsEmpty || scope.Days.Count == 0)
            return;
        StockCode[] codes = [.. run.Unknown.Keys.Where(code => run.Copies(code) && _introduced.Add(code)).Order()];
        if (codes.Length == 0)
            return;
        IReadOnlyList<Absence> opened = [];
        if (codes.Any(run.IsUnknown) && !_isListRefreshed)
        {
            _isListRefreshed = true;
            var round = await run.Units.RunAsync(
                [0],
                async (_, session, token) =>
                {
                    var again = new StockList(await ReferenceLoader.StocksAsync(session, run.AllStocks.Count, token));
                    var named = codes.Where(run.IsUnknown).Select(again.IndexOf).Where(i => i >= 0).Select(i => again[i]).ToArray();
                    // Who enters the list is expected on recorded days too.
                    opened = await Expectations.OfAsync(run, named, run.AllStocks, run.Copy, [], token);
                    await run.Store.Reference.PutStocksAsync(named, opened, run.Clock.UtcNow, token);
                    run.AllStocks = run.AllStocks.Replace(named);
                },
                cancellationToken);
            foreach (var failure in round.Failures)
                await run.Observer.WarningAsync(SyncStrings.FormatFillFailed(string.Join(", ", codes.Take(10)), failure.Last.Message), cancellationToken);
        }
        // From the run's first day on: a daily run looks back over days that its range does not name. And to the newest recorded day: a run for a day
        // of long ago may be the first to hear of it.
        var recorded = await run.Store.Days.GetDaysAsync(scope.Days[^1], null, cancellationToken);
        var last = recorded.Select(record => DateOnly.FromDateTime(record.Date)).Append(scope.Days[^1]).Max();
        await _fill.RunAsync([.. codes.Select(code => new StockCoverage(code, First(code), last))], cancellationToken);

        DateOnly First(StockCode code) => opened.Where(o => o.Code == code).Select(o => o.From)
            .Append(scope.From).Append(scope.Days[0]).Append(run.Unknown[code].Day).Min();
    }

    // Rule 5: who has a bar after the day on which it is said to have left has not left. What it lacks since then is asked for at once.
    async Task StayedAsync(CancellationToken cancellationToken)
    {
        var stayed = run.Stayed.Keys.Where(run.Copies).Order().ToArray();
        if (run.Stop.IsRequested || stayed.Length == 0)
            return;
        var entries = stayed.Select(code => run.AllStocks[run.AllStocks.IndexOf(code)] with { DelistedOn = null }).ToArray();
        var opened = await Expectations.OfAsync(run, entries, run.AllStocks, run.Copy, [], cancellationToken);
        await run.Store.Reference.PutStocksAsync(entries, opened, run.Clock.UtcNow, cancellationToken);
        run.AllStocks = run.AllStocks.Replace(entries);
        await run.Observer.WarningAsync(
            SyncStrings.FormatDelistingDoubted(stayed.Length, string.Join(", ", stayed.Take(10))), cancellationToken);
        var ranges = opened.GroupBy(o => o.Code).Select(o => new StockCoverage(o.Key, o.Min(i => i.From), o.Max(i => i.To)));
        await _fill.RunAsync([.. ranges.Take(Holes.Most)], cancellationToken);
    }

    // Rule 3: a bar within a gap that was accepted opens it. What is left of it is asked for at once, as if it were missing for the first time.
    async Task ReturnedAsync(CancellationToken cancellationToken)
    {
        if (run.Stop.IsRequested || run.Returned.IsEmpty)
            return;
        var returned = run.Returned.Keys.OrderByDescending(r => r.Day).ThenBy(r => r.Code).ToArray();
        var book = new KnownAbsences(await run.Store.Absences.GetAbsencesAsync(
            TradingCalendar.Reach(returned[^1].Day, -TradingCalendar.Around), TradingCalendar.Reach(returned[0].Day, TradingCalendar.Around), cancellationToken));
        var rest = returned.Select(r => book.AcceptedAround(r.Code, r.Day, run.Calendar)).OfType<StockCoverage>().Distinct();
        await _fill.RunAsync([.. rest.Take(Holes.Most)], cancellationToken, isAnew: true);
    }
}

/// <summary>What a run asks for beyond the days it was asked for.</summary>
sealed record RunExtras
{
    /// <summary>Stocks over recorded days: newly expected ones, and absences that are asked for again.</summary>
    public IReadOnlyList<StockCoverage> Ranges { get; init; } = [];

    /// <summary>New codes that may have taken the place of old ones: new and old.</summary>
    public IReadOnlyList<(StockCode New, StockCode Old)> Successors { get; init; } = [];

    /// <summary>Lists of days that may be asked for to settle gaps.</summary>
    public int MostLists { get; init; } = int.MaxValue;

    /// <summary>True where nothing was ever recorded before.</summary>
    public bool IsFirst { get; init; }
}
