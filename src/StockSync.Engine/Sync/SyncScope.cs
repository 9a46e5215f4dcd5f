namespace StockSync.Engine.Sync;

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

    /// <summary>True for the newest day and the days shortly before it: the service may still be publishing them, list and bars alike.</summary>
    public bool IsFresh(DateOnly day) => Newest is { } newest && day > newest.AddDays(-SettledAfterDays);

    /// <summary>Calendar days after which nobody expects the service to add to a day.</summary>
    public const int SettledAfterDays = 10;

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

    public void AddWholeDay(DateOnly day) => _wholeDays.Add(day);

    public void AddRange(StockCode code, DateOnly from, DateOnly to)
    {
        if (!_ranges.TryGetValue(code, out var ranges))
            _ranges.Add(code, ranges = []);
        ranges.Add((from, to));
    }
}
