namespace StockSync.Engine.Operations.Reports.Sections;

/// <summary>The last runs.</summary>
static class RunSection
{
    const int MaxRuns = 30;

    public static void Write(ReportPage page, ReportData data)
    {
        var runs = data.Runs.Take(MaxRuns).ToArray();
        page.Card("Runs", runs.Length == 0 ? null : page.Text.Format("RunsLead", runs.Length), () =>
        {
            if (runs.Length == 0)
            {
                page.Nothing("NoRuns");
                return;
            }
            page.OpenTable(
                [
                    "Started", "Kind", "Slot", "Range", "Result", "DaysColumn", "Inserted", "Updated", "Unchanged", "Requests", "RetriesColumn",
                    "Took",
                ],
                leftColumns: 5);
            foreach (var run in runs)
                WriteRun(page, run);
            page.CloseTable();
        }, isWide: true);
    }

    static void WriteRun(ReportPage page, SyncRun run)
    {
        var (markup, text) = (page.Markup, page.Text);
        markup.Open("tr");
        page.Cell(ReportText.Instant(run.StartedAt), isHeading: true);
        page.Cell(text.Word(run.Kind));
        page.Cell(run.Slot ?? text["ByHand"]);
        page.Cell(Range(run));
        markup.Open("td", ("title", run.Message));
        markup.Element("span", text.Word(run.Status), ("class", $"badge {Style(run.Status)}"));
        if (run.ErrorId is { } error)
            markup.Element("code", error, ("class", "cause"));
        markup.Close();
        page.Cell($"{run.DaysCompleted}/{run.Days}", isNumber: true);
        page.Cell(ReportText.Count(run.Inserted), isNumber: true);
        page.Cell(ReportText.Count(run.Updated), isNumber: true);
        page.Cell(ReportText.Count(run.Unchanged), isNumber: true);
        page.Cell(ReportText.Count(run.Requests), isNumber: true);
        page.Cell(ReportText.Count(run.Retries), isNumber: true);
        page.Cell(text.Duration(run.Duration), isNumber: true);
        markup.Close();
    }

    // The year is said once where both ends share it.
    static string Range(SyncRun run) => run.From == run.To
        ? ReportText.Day(run.From)
        : $"{ReportText.Day(run.From)} – {(run.From?.Year == run.To?.Year ? ReportText.Day(run.To)[5..] : ReportText.Day(run.To))}";

    static string Style(SyncRunStatus status) => status switch
    {
        SyncRunStatus.Completed => "good",
        SyncRunStatus.Partial => "fair",
        SyncRunStatus.Failed or SyncRunStatus.Interrupted => "bad",
        _ => "plain",
    };
}
