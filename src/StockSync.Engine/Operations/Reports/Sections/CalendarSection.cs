using StockSync.Engine.Operations.Reports.Charts;

namespace StockSync.Engine.Operations.Reports.Sections;

/// <summary>Coverage of every day as a calendar, the newest years first.</summary>
static class CalendarSection
{
    const int OpenYears = 2;
    const int MaxListed = 200;

    static readonly HeatKind[] s_kinds =
        [HeatKind.Complete, HeatKind.Nearly, HeatKind.Partly, HeatKind.Poor, HeatKind.Missing, HeatKind.Closed];

    public static void Write(ReportPage page, ReportData data)
    {
        var coverage = new DayCoverage(data);
        page.Card("Calendar", Lead(page.Text, coverage), () => WriteBody(page, coverage), isWide: true);
    }

    static string? Lead(ReportText text, DayCoverage coverage)
    {
        int days = coverage.TradingDays.Count;
        int complete = coverage.Cells.Count(c => c.Kind == HeatKind.Complete);
        return days == 0
            ? null
            : text.Format("CalendarLead", ReportText.Count(complete), ReportText.Count(days), ReportText.Share((double)complete / days));
    }

    static void WriteBody(ReportPage page, DayCoverage coverage)
    {
        if (coverage.First is null)
        {
            page.Nothing("NoDays");
            return;
        }
        WriteLegend(page);
        var years = coverage.Cells.GroupBy(c => c.Day.Year).OrderByDescending(y => y.Key).ToArray();
        foreach (var year in years.Take(OpenYears))
            WriteYear(page, year.Key, [.. year]);
        if (years.Length > OpenYears)
        {
            page.Markup.Open("details", ("class", "older"));
            page.Markup.Element("summary", page.Text.Format("OlderYears", years[^1].Key, years[OpenYears].Key));
            foreach (var year in years.Skip(OpenYears))
                WriteYear(page, year.Key, [.. year]);
            page.Markup.Close();
        }
        page.Numbers(
            ["Year", "TradingDays", "DaysComplete", "DaysIncomplete", "Expected", "Present", "CoverageTile"],
            years.Select(year => YearRow(coverage, year.Key, [.. year])));
        WriteIncomplete(page, coverage);
    }

    static void WriteYear(ReportPage page, int year, IReadOnlyList<HeatCell> cells)
    {
        var markup = page.Markup;
        int open = cells.Count(c => c.Kind != HeatKind.Closed);
        int complete = cells.Count(c => c.Kind == HeatKind.Complete);
        markup.Open("div", ("class", "year"));
        markup.Open("h3");
        markup.Text(year.ToString(System.Globalization.CultureInfo.InvariantCulture));
        markup.Element("span", page.Text.Format("YearNote", complete, open));
        markup.Close();
        markup.Open("div", ("class", "halves"));
        WriteHalf(page, new DateOnly(year, 1, 1), new DateOnly(year, 6, 30), cells);
        WriteHalf(page, new DateOnly(year, 7, 1), new DateOnly(year, 12, 31), cells);
        markup.Close();
        markup.Close();
    }

    static void WriteHalf(ReportPage page, DateOnly from, DateOnly to, IReadOnlyList<HeatCell> cells) => HeatMap.Write(
        page.Markup,
        page.Text.Format("CalendarName", ReportText.Day(from), ReportText.Day(to)),
        from,
        to,
        [.. cells.Where(c => c.Day >= from && c.Day <= to)],
        month => page.Text[$"Month{month}"]);

    static void WriteLegend(ReportPage page)
    {
        page.Markup.Open("ul", ("class", "legend"));
        foreach (var kind in s_kinds)
        {
            page.Markup.Open("li");
            HeatMap.WriteSample(page.Markup, kind);
            page.Markup.Element("span", page.Text.Word(kind));
            page.Markup.Close();
        }
        page.Markup.Close();
    }

    static string[] YearRow(DayCoverage coverage, int year, IReadOnlyList<HeatCell> cells)
    {
        var open = cells.Where(c => c.Kind != HeatKind.Closed).ToArray();
        var known = open.Select(c => coverage.Find(c.Day)).OfType<SyncDay>().ToArray();
        long expected = known.Sum(d => (long)d.Expected);
        long present = known.Sum(d => (long)d.Stored + d.Suspended);
        int complete = open.Count(c => c.Kind == HeatKind.Complete);
        return
        [
            year.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ReportText.Count(open.Length),
            ReportText.Count(complete),
            ReportText.Count(open.Length - complete),
            ReportText.Count(expected),
            ReportText.Count(present),
            ReportText.Share(expected == 0 ? null : Math.Min(1, (double)present / expected)),
        ];
    }

    static void WriteIncomplete(ReportPage page, DayCoverage coverage)
    {
        var days = coverage.Cells.Where(c => c.Kind is not (HeatKind.Closed or HeatKind.Complete)).Reverse().ToArray();
        if (days.Length == 0)
            return;
        page.Markup.Open("details", ("class", "numbers"));
        page.Markup.Element(
            "summary", page.Text.Format(days.Length > MaxListed ? "IncompleteNewest" : "IncompleteAll", days.Length, MaxListed));
        page.Table(
            ["Day", "Status", "Reason", "Expected", "Present", "Late", "FailedColumn", "Quarantined", "Missing"],
            days.Take(MaxListed).Select(c => DayRow(page.Text, c.Day, coverage.Find(c.Day))),
            leftColumns: 3);
        page.Markup.Close();
    }

    static string[] DayRow(ReportText text, DateOnly day, SyncDay? known) => known is null
        ? [ReportText.Day(day), text.Word(SyncDayStatus.Pending), "–", "–", "–", "–", "–", "–", "–"]
        :
        [
            ReportText.Day(day),
            text.Word(known.Status),
            known.Reason ?? "–",
            ReportText.Count(known.Expected),
            ReportText.Count(known.Stored + known.Suspended),
            ReportText.Count(known.Late),
            ReportText.Count(known.Failed),
            ReportText.Count(known.Quarantined),
            ReportText.Count(known.Missing),
        ];
}

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
