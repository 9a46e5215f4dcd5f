using StockSync.Engine.Operations.Reports.Charts;

namespace StockSync.Engine.Operations.Reports.Sections;

/// <summary>What became of each day of the copied range.</summary>
sealed class DayCoverage
{
    readonly Dictionary<DateOnly, SyncDay> _days;
    readonly DateOnly _last;

    public DayCoverage(ReportData data)
    {
        _days = data.Days.ToDictionary(d => DateOnly.FromDateTime(d.Date));
        First = data.Days.Count > 0 ? DateOnly.FromDateTime(data.Days[0].Date) : null;
        // What is not due yet is not missing.
        _last = data.Health.ExpectedDay is { } expected ? DateOnly.FromDateTime(expected) : data.Today.AddDays(-1);
        Cells = [.. Days(data).Select(Cell)];
        TradingDays = [.. Cells.Where(c => c.Kind != HeatKind.Closed).Select(c => c.Day)];
    }

    /// <summary>The first day of the copied range; null where nothing was copied yet.</summary>
    public DateOnly? First { get; }

    /// <summary>All days of the range, in order.</summary>
    public IReadOnlyList<HeatCell> Cells { get; }

    /// <summary>Those on which the market was open.</summary>
    public IReadOnlyList<DateOnly> TradingDays { get; }

    public SyncDay? Find(DateOnly day) => _days.GetValueOrDefault(day);

    // The calendar says which days the market is open; a day that it does not know is shown only where it has a checkpoint.
    IEnumerable<(DateOnly Day, bool IsOpen)> Days(ReportData data)
    {
        if (First is not { } first)
            yield break;
        var calendar = data.Calendar.ToDictionary(c => c.Date, c => c.IsTradingDay);
        var end = data.Days.Count > 0 && DateOnly.FromDateTime(data.Days[^1].Date) is var last && last > _last ? last : _last;
        for (var day = first; day <= end; day = day.AddDays(1))
        {
            var known = _days.GetValueOrDefault(day);
            bool isCertain = calendar.TryGetValue(day, out bool isTradingDay);
            bool isOpen = isCertain ? isTradingDay : known is not null && known.Status != SyncDayStatus.Skipped;
            // The newest day may be in the table before it is due.
            bool isDue = day <= _last || (known is not null && known.Status != SyncDayStatus.Pending);
            if (isDue && (isCertain || known is not null))
                yield return (day, isOpen);
        }
    }

    HeatCell Cell((DateOnly Day, bool IsOpen) day)
    {
        if (!day.IsOpen)
            return new HeatCell(day.Day, HeatKind.Closed, null);
        if (Find(day.Day) is not { } known || known.Status is SyncDayStatus.Pending or SyncDayStatus.Skipped)
            return new HeatCell(day.Day, HeatKind.Missing, ReportText.Day(day.Day));
        int rows = known.Stored + known.Suspended;
        string title = $"{ReportText.Day(day.Day)} {rows}/{known.Expected}";
        return new HeatCell(day.Day, Kind(known, rows), known.Reason is null ? title : $"{title}: {known.Reason}");
    }

    static HeatKind Kind(SyncDay day, int rows) => day.Status == SyncDayStatus.Completed
        ? HeatKind.Complete
        : rows == 0 || day.Expected == 0
            ? HeatKind.Missing
            : ((double)rows / day.Expected) switch
            {
                >= 0.99 => HeatKind.Nearly,
                >= 0.90 => HeatKind.Partly,
                _ => HeatKind.Poor,
            };
}
