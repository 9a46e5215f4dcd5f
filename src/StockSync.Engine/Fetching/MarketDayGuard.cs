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

    // A day's figures are a third of a megabyte. Anew for each day they would lie on the heap of large objects, which is cleared so seldom that
    // the peak of a backfill rose by a fifth. Whoever compares holds the lock, so that what was forgotten can be written over.
    readonly Lock _lock = new();
    readonly Dictionary<DateOnly, DayFigures> _recent = [];
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
        if (run.Calendar.Before(unit.Day) is { } before
            && (CheckRecent(before, rows) ?? await CheckStoredAsync(before, rows, cancellationToken)) is { Kind: not DoubtKind.None } doubt
            && await IsDoubtfulAsync(unit, rows, before, doubt, session, cancellationToken))
        {
            rows.Clear();
            return;
        }
        Keep(unit.Day, rows);
    }

    async Task<bool> IsDoubtfulAsync(
        MarketDayUnit unit, BarBatch rows, DateOnly before, DayDoubt doubt, IBarSession session, CancellationToken cancellationToken)
    {
        string digest = Plausibility.Digest(rows.Rows);
        string subject = unit.Day.Text();
        if (run.Claim(ClaimKind.MarketDay, subject) is { AcceptedAt: not null } accepted && accepted.Digest == digest)
            return false;
        var calendar = await session.GetCalendarAsync(before, unit.Day, cancellationToken);
        if (calendar.Any(d => d.IsTradingDay && d.Date > before && d.Date < unit.Day))
        {
            // A trading day lies between that nobody knew of: the two days need not fit each other.
            await run.Store.Reference.PutCalendarAsync(calendar, run.Clock.Today, cancellationToken);
            return false;
        }
        var again = new BarBatch(rows.Count + 64);
        await session.GetMarketDayAsync(before, again, cancellationToken);
        again.Keep(code => stocks.IndexOf(code) >= 0);
        again.SortAndDistinct();
        if (Plausibility.Check(rows.Rows, DayFigures.Of(again.Rows)) == DoubtKind.None && again.Count * 100 >= doubt.RowsBefore * 95)
        {
            unit.Corrected = again;
            Keep(before, again);
            return false;
        }
        unit.Doubt = new Claim
        {
            Kind = ClaimKind.MarketDay,
            Subject = subject,
            Digest = digest,
            Detail = doubt.Kind == DoubtKind.Copied ? "repeats the day before" : "precloses are not the closes of the day before",
            FirstOn = run.Clock.Today,
            LastOn = run.Clock.Today,
        };
        return true;
    }

    // Null where the day before is not among the recent ones.
    DayDoubt? CheckRecent(DateOnly before, BarBatch rows)
    {
        lock (_lock)
            return _recent.TryGetValue(before, out var figures) ? new DayDoubt(Plausibility.Check(rows.Rows, figures), figures.Rows.Count) : null;
    }

    async Task<DayDoubt?> CheckStoredAsync(DateOnly before, BarBatch rows, CancellationToken cancellationToken)
    {
        var figures = _first is { } first && first.Day == before
            ? await first.Figures
            : await run.Store.Bars.ReadFiguresAsync(before, cancellationToken);
        return figures is null ? null : new DayDoubt(Plausibility.Check(rows.Rows, figures), figures.Rows.Count);
    }

    void Keep(DateOnly day, BarBatch rows)
    {
        lock (_lock)
        {
            DayFigures? forgotten = null;
            if (_recent.Count == Kept)
                _recent.Remove(_recent.Keys.Min(), out forgotten);
            _recent[day] = DayFigures.Of(rows.Rows, forgotten?.Rows.Array);
        }
    }

    /// <summary>What a day looks like beside the one before.</summary>
    readonly record struct DayDoubt(DoubtKind Kind, int RowsBefore);
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
