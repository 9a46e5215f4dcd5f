using StockSync.Engine.Operations.Reports.Charts;

namespace StockSync.Engine.Operations.Reports.Sections;

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
