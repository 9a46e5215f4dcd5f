using StockSync.Engine.Evidence;
using StockSync.Engine.Market;
using StockSync.Engine.RunState;
using StockSync.Engine.Sources.Contract;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Fetching;

/// <summary>
/// Looks at a whole market day beside the trading day before, where that is stored. What does not look like itself is asked about once more in
/// the same run: the calendar between the two days, and the day before. Either the day before was wrong, or nothing of the day is stored.
/// </summary>
sealed class MarketDayGuard(RunContext run, StockList stocks)
{
    // Days that arrive out of order, over several connections, still find the one before.
    const int Kept = 8;

    readonly Dictionary<DateOnly, DayFigures> _recent = [];
    readonly Lock _lock = new();
    (DateOnly Day, Task<DayFigures?> Figures)? _first;

    /// <summary>Begins to read what the first day is compared with, while the service is waited for.</summary>
    public void Begin(DateOnly day, CancellationToken cancellationToken)
    {
        if (run.Calendar.Before(day) is { } before)
            _first = (before, run.Store.Bars.ReadFiguresAsync(before, cancellationToken));
    }

    /// <summary>Checks a day's rows, which are sorted. Takes them away where they are in doubt.</summary>
    public async Task CheckAsync(MarketDayUnit unit, BarBatch rows, IBarSession session, CancellationToken cancellationToken)
    {
        if (rows.Count == 0)
            return;
        if (run.Calendar.Before(unit.Day) is { } before && await FiguresAsync(before, cancellationToken) is { } figures
            && Plausibility.Check(rows.Rows, figures) is var kind and not DoubtKind.None
            && await IsDoubtfulAsync(unit, rows, figures, kind, session, cancellationToken))
        {
            rows.Clear();
            return;
        }
        Keep(DayFigures.Of(unit.Day, rows.Rows));
    }

    async Task<bool> IsDoubtfulAsync(
        MarketDayUnit unit, BarBatch rows, DayFigures before, DoubtKind kind, IBarSession session, CancellationToken cancellationToken)
    {
        string digest = Plausibility.Digest(rows.Rows);
        string subject = unit.Day.Text();
        if (run.Claim(ClaimKind.MarketDay, subject) is { AcceptedAt: not null } accepted && accepted.Digest == digest)
            return false;
        var calendar = await session.GetCalendarAsync(before.Day, unit.Day, cancellationToken);
        if (calendar.Any(d => d.IsTradingDay && d.Date > before.Day && d.Date < unit.Day))
        {
            // A trading day lies between that nobody knew of: the two days need not fit each other.
            await run.Store.Reference.PutCalendarAsync(calendar, run.Clock.Today, cancellationToken);
            return false;
        }
        var again = new BarBatch(rows.Count + 64);
        await session.GetMarketDayAsync(before.Day, again, cancellationToken);
        again.Keep(code => stocks.IndexOf(code) >= 0);
        again.SortAndDistinct();
        var figures = DayFigures.Of(before.Day, again.Rows);
        if (Plausibility.Check(rows.Rows, figures) == DoubtKind.None && again.Count * 100 >= before.Rows.Count * 95)
        {
            unit.Corrected = again;
            Keep(figures);
            return false;
        }
        unit.Doubt = new Claim
        {
            Kind = ClaimKind.MarketDay,
            Subject = subject,
            Digest = digest,
            Detail = kind == DoubtKind.Copied ? "repeats the day before" : "precloses are not the closes of the day before",
            FirstOn = run.Clock.Today,
            LastOn = run.Clock.Today,
        };
        return true;
    }

    async Task<DayFigures?> FiguresAsync(DateOnly day, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_recent.TryGetValue(day, out var known))
                return known;
        }
        return _first is { } first && first.Day == day ? await first.Figures : await run.Store.Bars.ReadFiguresAsync(day, cancellationToken);
    }

    void Keep(DayFigures figures)
    {
        lock (_lock)
        {
            _recent[figures.Day] = figures;
            if (_recent.Count > Kept)
                _recent.Remove(_recent.Keys.Min());
        }
    }
}

/// <summary>A unit of MarketDay on its way: what was fetched stays when only the rest of the unit has to be tried again.</summary>
sealed class MarketDayUnit(DateOnly day)
{
    public DateOnly Day { get; } = day;

    /// <summary>The day's rows, or null before they are here.</summary>
    public BarBatch? Rows { get; set; }

    public RejectedRows Rejected { get; set; } = RejectedRows.None;

    /// <summary>Codes of A shares that its rows name and the stock list does not.</summary>
    public IReadOnlyCollection<StockCode> Unknown { get; set; } = [];

    /// <summary>Why nothing of the day is stored; null where nothing speaks against it.</summary>
    public Claim? Doubt { get; set; }

    /// <summary>Other rows for the trading day before, with which this one fits.</summary>
    public BarBatch? Corrected { get; set; }

    /// <summary>The service's list of the day where it was needed.</summary>
    public IReadOnlySet<StockCode>? Listed { get; set; }
}
