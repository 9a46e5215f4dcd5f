using StockSync.Engine.Market;
using StockSync.Engine.Planning;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Settling;

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
