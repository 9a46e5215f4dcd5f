using StockSync.Engine.Operations.Reports.Charts;

namespace StockSync.Engine.Operations.Reports.Sections;

/// <summary>How long the service takes to answer: by week and shape, for the two differ by orders. Runs of both shapes have no say.</summary>
static class LatencySection
{
    public static void Write(ReportPage page, ReportData data)
    {
        var runs = data.Runs.Where(r => r.Shape != RequestShape.Mixed && r.LatencyP50 > 0 && r.LatencyP95 > 0).ToArray();
        page.Card("Latency", runs.Length == 0 ? null : page.Text["LatencyLead"], () =>
        {
            if (runs.Length == 0)
                page.Nothing("NoAnswers");
            else
                WriteChart(page, data, runs);
        });
    }

    static void WriteChart(ReportPage page, ReportData data, SyncRun[] runs)
    {
        var text = page.Text;
        var shapes = runs.GroupBy(r => r.Shape).OrderBy(s => s.Key)
            .Select(s => (Shape: s.Key, Weeks: Weeks.Group(s, r => Beijing.Day(r.StartedAt)))).ToArray();
        var series = shapes.SelectMany((s, i) => new LineSeries[]
        {
            Series(text, s.Shape, s.Weeks, "P50", (2 * i) % 4, r => r.LatencyP50!.Value),
            Series(text, s.Shape, s.Weeks, "P95", ((2 * i) + 1) % 4, r => r.LatencyP95!.Value),
        }).ToArray();
        Legend.Write(page.Markup, series);
        LineChart.Write(
            page.Markup,
            text["LatencyTitle"],
            new DateScale(data.HistoryFrom, data.Today),
            LogScale.Around(runs.Min(r => r.LatencyP50!.Value), runs.Max(r => r.LatencyP95!.Value)),
            seconds => text.Duration(TimeSpan.FromSeconds(seconds)),
            series);
        page.Numbers(
            ["Week", "Shape", "Runs", "P50", "P95"],
            shapes.SelectMany(s => s.Weeks.Select(w => (s.Shape, Week: w)))
                .OrderByDescending(s => s.Week.Key)
                .Select(s => (IReadOnlyList<string>)
            [
                ReportText.Day(s.Week.Key),
                text.Word(s.Shape),
                ReportText.Count(s.Week.Count()),
                text.Duration(TimeSpan.FromSeconds(Middle(s.Week, r => r.LatencyP50!.Value))),
                text.Duration(TimeSpan.FromSeconds(Middle(s.Week, r => r.LatencyP95!.Value))),
            ]),
            leftColumns: 2);
    }

    static LineSeries Series(
        ReportText text,
        RequestShape shape,
        IReadOnlyList<IGrouping<DateOnly, SyncRun>> weeks,
        string name,
        int style,
        Func<SyncRun, double> value) => new(
        $"{text.Word(shape)} {text[name]}",
        style,
        [.. weeks.Select(w => Middle(w, value) is var middle
            ? new LinePoint(
                Weeks.Middle(w.Key),
                middle,
                $"{ReportText.Day(w.Key)} {text.Word(shape)} {text[name]} {text.Duration(TimeSpan.FromSeconds(middle))}")
            : default)]);

    static double Middle(IEnumerable<SyncRun> runs, Func<SyncRun, double> value) => Percentile.Of(runs.Select(value), 0.5) ?? 0;
}
