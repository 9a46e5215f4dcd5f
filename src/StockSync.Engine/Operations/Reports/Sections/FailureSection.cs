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

/// <summary>What could not be fetched and is still open, by reason.</summary>
static class OpenFailureSection
{
    const int MaxReasons = 12;

    public static void Write(ReportPage page, ReportData data)
    {
        var failures = data.Failures;
        string? lead = failures.Count == 0
            ? null
            : page.Text.Format(
                "OpenFailuresLead", ReportText.Count(failures.Count), ReportText.Instant(failures.Min(f => f.FirstFailedAt)));
        page.Card("OpenFailures", lead, () =>
        {
            if (failures.Count == 0)
                page.Nothing("NoOpenFailures");
            else
                WriteReasons(page, failures);
        });
    }

    static void WriteReasons(ReportPage page, IReadOnlyList<FailedStock> failures)
    {
        var reasons = failures.GroupBy(f => f.Reason)
            .OrderByDescending(r => r.Count()).ThenBy(r => r.Key, StringComparer.Ordinal).Take(MaxReasons).ToArray();
        double most = reasons[0].Count();
        page.OpenTable(["Reason", "Share", "FailedColumn", "OldestSince", "Attempts"], leftColumns: 2, "reasons-table");
        foreach (var reason in reasons)
        {
            page.Markup.Open("tr");
            page.Markup.Open("th", ("scope", "row"));
            page.Markup.Element("code", reason.Key);
            page.Markup.Close();
            page.Markup.Open("td", ("class", "drawn"));
            Strip.WriteBar(page.Markup, reason.Count() / most);
            page.Markup.Close();
            page.Cell(ReportText.Count(reason.Count()), isNumber: true);
            page.Cell(ReportText.Day(Beijing.Day(reason.Min(f => f.FirstFailedAt))), isNumber: true);
            page.Cell(ReportText.Count(reason.Max(f => f.Attempts)), isNumber: true);
            page.Markup.Close();
        }
        page.CloseTable();
    }
}
