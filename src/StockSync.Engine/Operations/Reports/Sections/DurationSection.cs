using StockSync.Engine.Operations.Reports.Charts;

namespace StockSync.Engine.Operations.Reports.Sections;

/// <summary>How long runs take: one dot each, and the daily runs' median and 95th percentile by week.</summary>
static class DurationSection
{
    public static void Write(ReportPage page, ReportData data)
    {
        var runs = data.Runs.Where(r => r.EndedAt is not null && r.Duration > TimeSpan.Zero).OrderBy(r => r.StartedAt).ToArray();
        page.Card("DurationTrend", runs.Length == 0 ? null : page.Text["DurationLead"], () =>
        {
            if (runs.Length == 0)
                page.Nothing("NoRuns");
            else
                WriteChart(page, data, runs);
        });
    }

    static void WriteChart(ReportPage page, ReportData data, SyncRun[] runs)
    {
        var text = page.Text;
        var weeks = Weeks.Group(runs.Where(r => r.Kind == SyncKind.Day), r => Beijing.Day(r.StartedAt));
        LineSeries[] series =
        [
            new(text["P50"], 0, [.. weeks.Select(w => Point(text, w, "P50", 0.50))]),
            new(text["P95"], 1, [.. weeks.Select(w => Point(text, w, "P95", 0.95))]),
            .. runs.GroupBy(r => r.Kind).OrderBy(g => g.Key).Select(g => Dots(text, g)),
        ];
        series = [.. series.Where(s => s.Points.Count > 0)];
        Legend.Write(page.Markup, series);
        LineChart.Write(
            page.Markup,
            text["DurationTrendTitle"],
            new DateScale(data.HistoryFrom, data.Today),
            LogScale.Around(runs.Min(Seconds), runs.Max(Seconds)),
            seconds => text.Duration(TimeSpan.FromSeconds(seconds)),
            [.. series.Reverse()]);
        page.Numbers(
            ["Week", "Runs", "P50", "P95", "Longest"],
            Weeks.Group(runs, r => Beijing.Day(r.StartedAt)).Reverse().Select(w => (IReadOnlyList<string>)
            [
                ReportText.Day(w.Key),
                ReportText.Count(w.Count()),
                text.Duration(TimeSpan.FromSeconds(Percentile.Of(w.Select(Seconds), 0.50) ?? 0)),
                text.Duration(TimeSpan.FromSeconds(Percentile.Of(w.Select(Seconds), 0.95) ?? 0)),
                text.Duration(w.Max(r => r.Duration)),
            ]));
    }

    static LinePoint Point(ReportText text, IGrouping<DateOnly, SyncRun> week, string name, double share)
    {
        double value = Percentile.Of(week.Select(Seconds), share) ?? 0;
        string title = text.Format(
            "DurationPoint", text[name], ReportText.Day(week.Key), text.Duration(TimeSpan.FromSeconds(value)), week.Count());
        return new LinePoint(Weeks.Middle(week.Key), value, title);
    }

    static LineSeries Dots(ReportText text, IGrouping<SyncKind, SyncRun> runs) => new(
        text.Word(runs.Key),
        runs.Key switch { SyncKind.Backfill => 3, SyncKind.Retry => 2, _ => 4 },
        [.. runs.Select(r => new LinePoint(
            Beijing.Clock(r.StartedAt),
            Seconds(r),
            $"{ReportText.Instant(r.StartedAt)} {text.Word(r.Kind)} {text.Duration(r.Duration)}"))],
        IsLine: false);

    static double Seconds(SyncRun run) => run.Duration!.Value.TotalSeconds;
}
