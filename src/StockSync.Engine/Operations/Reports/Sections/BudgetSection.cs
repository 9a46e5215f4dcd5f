using StockSync.Engine.Operations.Reports.Charts;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Operations.Reports.Sections;

/// <summary>Requests of each day against what a day may cost.</summary>
static class BudgetSection
{
    const int Days = 90;

    // A budget line far above the bars would press them flat.
    const double NearBudget = 3;

    public static void Write(ReportPage page, ReportData data)
    {
        var from = data.Today.AddDays(1 - Days);
        var days = data.Requests.Where(d => d.Day >= from && d.Day <= data.Today && d.Requests > 0).ToArray();
        var peak = days.MaxBy(d => d.Requests);
        string? lead = peak is null
            ? null
            : page.Text.Format(
                "RequestsLead",
                ReportText.Count(peak.Requests),
                ReportText.Day(peak.Day),
                ReportText.Share((double)peak.Requests / data.DailyBudget),
                ReportText.Count(data.DailyBudget));
        page.Card("Requests", lead, () =>
        {
            if (peak is null)
                page.Nothing("NoRequests");
            else
                WriteChart(page, data, new DateScale(from, data.Today), days, peak.Requests);
        });
    }

    static void WriteChart(ReportPage page, ReportData data, DateScale scale, DayRequests[] days, int peak)
    {
        bool isNear = data.DailyBudget <= peak * NearBudget;
        BarChart.Write(
            page.Markup,
            page.Text["RequestsTitle"],
            scale,
            LinearScale.FromZero(isNear ? Math.Max(peak, data.DailyBudget) : peak, 1),
            value => ReportText.Count((long)value),
            [.. days.Select(d => new BarStack(d.Day, 1, [d.Requests], Title(data, d)))],
            isNear ? data.DailyBudget : null);
        page.Markup.Element("p", page.Text[isNear ? "BudgetLine" : "BudgetFar"], ("class", "foot"));
        page.Numbers(
            ["Day", "Requests", "Share"],
            days.Reverse().Select(d => (IReadOnlyList<string>)
                [ReportText.Day(d.Day), ReportText.Count(d.Requests), ReportText.Share((double)d.Requests / data.DailyBudget)]));
    }

    static string Title(ReportData data, DayRequests day) =>
        $"{ReportText.Day(day.Day)}: {ReportText.Count(day.Requests)} ({ReportText.Share((double)day.Requests / data.DailyBudget)})";
}
