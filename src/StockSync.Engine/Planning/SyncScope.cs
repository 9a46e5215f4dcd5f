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

    /// <summary>Stocks over recorded days whose absence is asked for again, beside the days.</summary>
    public IReadOnlyList<StockCoverage> Due { get; init; } = [];

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

    /// <summary>True where the other one asks for the same.</summary>
    public bool Matches(SyncScope other) =>
        (From, To, Newest, FreshFrom, IsExplicit) == (other.From, other.To, other.Newest, other.FreshFrom, other.IsExplicit)
        && Days.SequenceEqual(other.Days)
        && Doubted.SetEquals(other.Doubted)
        && _wholeDays.SetEquals(other._wholeDays)
        && Ranges.SequenceEqual(other.Ranges)
        && Due.SequenceEqual(other.Due);

    /// <summary>Days about which nothing has to be asked, in order: complete, closed, or not published yet.</summary>
    /// <param name="completed">Those of its days that are complete.</param>
    public IReadOnlyList<SyncDay> Known(IReadOnlyList<SyncDay> completed)
    {
        var closed = ClosedDays.Select(d => new SyncDay { Date = d.ToDateTime(TimeOnly.MinValue), Status = SyncDayStatus.Skipped, Reason = "market closed" });
        var notDue = DaysNotDue.Select(d => new SyncDay { Date = d.ToDateTime(TimeOnly.MinValue), Status = SyncDayStatus.Pending, Reason = "not published yet" });
        return [.. completed.Concat(closed).Concat(notDue).OrderBy(d => d.Date)];
    }

    public void AddWholeDay(DateOnly day) => _wholeDays.Add(day);

    public void AddRange(StockCode code, DateOnly from, DateOnly to)
    {
        if (!_ranges.TryGetValue(code, out var ranges))
            _ranges.Add(code, ranges = []);
        ranges.Add((from, to));
    }
}
