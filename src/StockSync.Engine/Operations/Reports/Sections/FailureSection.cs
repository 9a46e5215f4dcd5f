using StockSync.Engine.Operations.Reports.Charts;

namespace StockSync.Engine.Operations.Reports.Sections;

/// <summary>What runs stumbled over, by week and reason.</summary>
static class FailureSection
{
    const int MaxReasons = 5;

    public static void Write(ReportPage page, ReportData data)
    {
        var runs = data.Runs
            .Select(r => (Run: r, Reason: Reason(page.Text, r)))
            .Where(r => r.Reason is not null)
            .Select(r => (r.Run, Reason: r.Reason!)).ToArray();
        string? lead = data.Runs.Count == 0
            ? null
            : page.Text.Format("FailuresLead", ReportText.Count(runs.Length), ReportText.Count(data.Runs.Count));
        page.Card("Failures", lead, () =>
        {
            if (runs.Length == 0)
                page.Nothing("NoFailures");
            else
                WriteChart(page, data, runs);
        });
    }

    static void WriteChart(ReportPage page, ReportData data, (SyncRun Run, string Reason)[] runs)
    {
        var text = page.Text;
        string[] ranked =
            [.. runs.CountBy(r => r.Reason).OrderByDescending(r => r.Value).ThenBy(r => r.Key, StringComparer.Ordinal).Select(r => r.Key)];
        string[] reasons = ranked.Length > MaxReasons ? [.. ranked.Take(MaxReasons - 1), text["OtherReasons"]] : ranked;
        var weeks = Weeks.Group(runs, r => Beijing.Day(r.Run.StartedAt))
            .Select(w => (Week: w.Key, Counts: Count(w.Select(r => r.Reason), reasons))).ToArray();
        Legend.WriteBars(page.Markup, [.. reasons.Select((reason, i) => (reason, i))]);
        BarChart.Write(
            page.Markup,
            text["FailuresTitle"],
            new DateScale(data.HistoryFrom, Weeks.Of(data.Today).AddDays(6)),
            LinearScale.FromZero(weeks.Max(w => w.Counts.Sum()), 1),
            value => ReportText.Count((long)value),
            [.. weeks.Select(w => new BarStack(w.Week, 7, w.Counts, Title(w.Week, w.Counts, reasons)))]);
        page.Numbers(
            ["Week", .. reasons],
            weeks.Reverse().Select(
                w => (IReadOnlyList<string>)[ReportText.Day(w.Week), .. w.Counts.Select(c => ReportText.Count((long)c))]));
    }

    static double[] Count(IEnumerable<string> found, string[] reasons)
    {
        var counts = new double[reasons.Length];
        foreach (string reason in found)
            counts[Array.IndexOf(reasons, reason) is >= 0 and var i ? i : counts.Length - 1]++;
        return counts;
    }

    static string Title(DateOnly week, double[] counts, string[] reasons) => ReportText.Day(week) + ": "
        + string.Join(", ", reasons.Zip(counts).Where(r => r.Second > 0).Select(r => $"{r.First} {ReportText.Count((long)r.Second)}"));

    // A run that somebody stopped did not fail.
    static string? Reason(ReportText text, SyncRun run) => run.Status switch
    {
        SyncRunStatus.Running or SyncRunStatus.Completed => null,
        SyncRunStatus.Stopped => run.ErrorId,
        _ => run.ErrorId ?? text.Word(run.Status),
    };
}
