using StockSync.Engine.Market;
using StockSync.Engine.Planning;
using StockSync.Engine.Resources;
using StockSync.Engine.RunState;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Settling;

/// <summary>
/// Settles the open days that were not settled with their rows: after StockRange all of them, after MarketDay those on which nothing was
/// missing. Asks the service's list only for days whose rows differ from the stock list.
/// </summary>
sealed class DaySettlement(RunContext run, RunCommitter committer, SyncScope scope, StockList stocks, WorkPlan plan)
{
    // Days a transaction: it holds no rows, only counts, so it may hold more days than one that does.
    const int Chunk = 60;

    readonly DaySettler _settler = new(stocks, scope, plan.Book, run.Calendar, run.Clock.Today);

    /// <summary>Settles the days.</summary>
    /// <param name="days">In order.</param>
    /// <param name="ranges">What requests for ranges of stocks have brought, or null.</param>
    /// <param name="mayAsk">False after a stop: nothing more is asked, unanswered stocks stay missing.</param>
    /// <param name="cancellationToken">Stops between two transactions.</param>
    public async Task RunAsync(IReadOnlyList<DateOnly> days, RangeResults? ranges, bool mayAsk, CancellationToken cancellationToken)
    {
        foreach (var chunk in days.Chunk(Chunk))
        {
            var facts = chunk.ToDictionary(d => d, d => Facts(d, ranges));
            var lists = chunk.Where(run.Lists.ContainsKey).ToDictionary(d => d, d => run.Lists[d]);
            bool asks = mayAsk && !run.Stop.IsRequested;
            if (asks)
                await AskAsync([.. chunk.Where(d => !lists.ContainsKey(d) && _settler.NeedsDayList(d, facts[d]))], lists, cancellationToken);

            var tallies = chunk
                .Select(d => _settler.Settle(d, facts[d], lists.GetValueOrDefault(d), asks && (lists.ContainsKey(d) || !_settler.NeedsDayList(d, facts[d]))))
                .ToArray();
            plan.Book.Settle(tallies);
            bool isLast = chunk[^1] == days[^1];
            await committer.CommitAsync(
                new StoreCommit
                {
                    Now = run.Clock.UtcNow,
                    Days = tallies,
                    EarlierCounts = ranges?.Counts ?? new Dictionary<DateOnly, RowCounts>(),
                    ClearCoverage = isLast && asks && !run.Stop.IsRequested,
                },
                cancellationToken);
        }
    }

    async Task AskAsync(DateOnly[] days, Dictionary<DateOnly, IReadOnlySet<StockCode>> lists, CancellationToken cancellationToken)
    {
        if (days.Length == 0)
            return;
        // A list that cannot be had leaves its day with missing stocks; the next run asks again. Nothing is claimed without it.
        var round = await run.Units.RunAsync(
            days,
            async (day, session, token) =>
            {
                var listed = await session.GetListedStocksAsync(day, token);
                lock (lists)
                    lists[day] = run.NoteListed(listed, day);
            },
            cancellationToken);
        foreach (var failure in round.Failures)
            await run.Observer.WarningAsync(
                SyncStrings.FormatDayListFailed($"{failure.Unit:yyyy-MM-dd}", failure.Last.Message), cancellationToken);
    }

    DayFacts Facts(DateOnly day, RangeResults? ranges) => new(
        i => plan.Present[day, i],
        ranges is { HasRejected: true } ? ranges.RejectedOn(day) : null,
        i => ranges?.Failed.TryGetValue(i, out var failure) == true
            ? failure.From <= day && day <= failure.To
            : HasOpenFailure(day, stocks[i].Code))
    {
        // The day's rows are not asked for again here: who stood in them and is not known yet still did.
        UnknownRows = [.. plan.Book.Unknown(day).Where(e => run.IsUnknown(e.Code)).Select(e => e.Code).Order()],
        IsUnknown = run.IsUnknown,
        WasListed = plan.WasListed(day),
    };

    // A failure of an earlier run about a stock that this run does not ask for is still a failure.
    bool HasOpenFailure(DateOnly day, StockCode code)
    {
        if (scope.Asks(day, code))
            return false;
        var date = day.ToDateTime(TimeOnly.MinValue);
        return plan.OpenFailures[code].Any(f => f.From <= date && date <= f.To);
    }
}

/// <summary>What requests for stocks over ranges have brought, by the days that are settled with it when all stocks are through.</summary>
/// <param name="stocks">The stock list of the run.</param>
/// <param name="plan">The plan they belong to.</param>
sealed class RangeResults(StockList stocks, WorkPlan plan)
{
    readonly Dictionary<DateOnly, RowCounts> _counts = [];
    readonly Dictionary<(DateOnly Day, int Stock), string> _rejected = [];
    readonly Dictionary<int, StockUnit> _failed = [];

    /// <summary>What was written per day.</summary>
    public IReadOnlyDictionary<DateOnly, RowCounts> Counts => _counts;

    /// <summary>Stocks that failed both rounds, by position.</summary>
    public IReadOnlyDictionary<int, StockUnit> Failed => _failed;

    /// <summary>The rules that rows of a day broke, by stock.</summary>
    public IReadOnlyDictionary<int, string> RejectedOn(DateOnly day) =>
        _rejected.Where(r => r.Key.Day == day).ToDictionary(r => r.Key.Stock, r => r.Value);

    public bool HasRejected => _rejected.Count > 0;

    /// <summary>What other machines of the run wrote, set aside and failed to fetch.</summary>
    public void BringIn(WorkerRows rows, IEnumerable<FailedStock> failures)
    {
        Add(rows.Counts);
        foreach (var row in rows.Rejected)
        {
            int stock = stocks.IndexOf(row.Code);
            if (stock >= 0 && !plan.Present[row.Date, stock])
                _rejected[(row.Date, stock)] = row.Rule;
        }
        foreach (var failure in failures)
        {
            if (StockCode.TryParse(failure.Code, out var code) && stocks.IndexOf(code) is >= 0 and var stock)
                _failed[stock] = new StockUnit(stock, code, DateOnly.FromDateTime(failure.From), DateOnly.FromDateTime(failure.To), false);
        }
    }

    /// <summary>Adds what a transaction wrote.</summary>
    public void Add(IReadOnlyDictionary<DateOnly, RowCounts> written)
    {
        foreach (var (day, counts) in written)
            _counts[day] = _counts.GetValueOrDefault(day) + counts;
    }

    /// <summary>Notes a row that was set aside, and the rule it broke.</summary>
    public void Reject(DateOnly day, int stock, string rule) => _rejected[(day, stock)] = rule;

    /// <summary>Notes a stock that failed both rounds.</summary>
    public void Fail(StockUnit unit) => _failed[unit.Stock] = unit;
}
