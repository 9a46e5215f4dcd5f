using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Planning;

/// <summary>What a run is about: which stocks of which days. Whole days, single stocks over ranges, or both.</summary>
sealed class SyncScope
{
    readonly HashSet<DateOnly> _wholeDays = [];
    readonly Dictionary<StockCode, List<(DateOnly From, DateOnly To)>> _ranges = [];

    /// <summary>Trading days whose bars are due, in order, each once.</summary>
    public required IReadOnlyList<DateOnly> Days { get; init; }

    /// <summary>Asked for, but the market was closed.</summary>
    public IReadOnlyList<DateOnly> ClosedDays { get; init; } = [];

    /// <summary>Trading days whose bars are not out yet.</summary>
    public IReadOnlyList<DateOnly> DaysNotDue { get; init; } = [];

    /// <summary>First and last calendar day of what was asked for.</summary>
    public required DateOnly From { get; init; }

    public required DateOnly To { get; init; }

    /// <summary>The newest trading day due; its list of stocks is always asked for, because a new listing may not be in the stock list yet.</summary>
    public DateOnly? Newest { get; init; }

    /// <summary>The first day that is still fresh: the service may be publishing it and the days after it, list and bars alike.</summary>
    public DateOnly FreshFrom { get; init; } = DateOnly.MaxValue;

    /// <summary>True while the service may still be publishing a day.</summary>
    public bool IsFresh(DateOnly day) => day >= FreshFrom;

    /// <summary>Older days that lack many stocks and are asked for again.</summary>
    public IReadOnlySet<DateOnly> Doubted { get; init; } = new HashSet<DateOnly>();

    /// <summary>Single stocks asked for.</summary>
    public IReadOnlyCollection<StockCode> Codes => _ranges.Keys;

    /// <summary>The same with their ranges.</summary>
    public IReadOnlyList<StockCoverage> Ranges =>
        [.. _ranges.SelectMany(code => code.Value.Select(range => new StockCoverage(code.Key, range.From, range.To)))];

    public bool HasWholeDays => _wholeDays.Count > 0;

    public bool IsWholeMarket(DateOnly day) => _wholeDays.Contains(day);

    public bool Asks(DateOnly day, StockCode code)
    {
        if (_wholeDays.Contains(day))
            return true;
        if (_ranges.TryGetValue(code, out var ranges))
        {
            foreach (var (from, to) in ranges)
            {
                if (from <= day && day <= to)
                    return true;
            }
        }
        return false;
    }

    /// <summary>True for a stock and day that a person named: what was accepted of them is asked for all the same.</summary>
    public bool AsksAnew(DateOnly day, StockCode code) =>
        IsExplicit && _ranges.TryGetValue(code, out var ranges) && ranges.Exists(r => r.From <= day && day <= r.To);

    /// <summary>True where the stocks were named by a person for a second attempt.</summary>
    public bool IsExplicit { get; init; }

    public void AddWholeDay(DateOnly day) => _wholeDays.Add(day);

    public void AddRange(StockCode code, DateOnly from, DateOnly to)
    {
        if (!_ranges.TryGetValue(code, out var ranges))
            _ranges.Add(code, ranges = []);
        ranges.Add((from, to));
    }
}
