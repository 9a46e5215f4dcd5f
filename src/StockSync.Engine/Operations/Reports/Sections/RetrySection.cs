using StockSync.Engine.Operations.Reports.Charts;

namespace StockSync.Engine.Operations.Reports.Sections;

/// <summary>Requests that were tried again, and those that ended by an error.</summary>
static class RetrySection
{
    public static void Write(ReportPage page, ReportData data)
    {
        long requests = data.Runs.Sum(r => (long)r.Requests);
        long retries = data.Runs.Sum(r => (long)r.Retries);
        string? lead = requests == 0
            ? null
            : page.Text.Format(
                "RetriesLead", ReportText.Count(retries), ReportText.Count(requests), ReportText.Share((double)retries / requests));
        page.Card("Retries", lead, () =>
        {
            if (requests == 0)
                page.Nothing("NoAnswers");
            else
                WriteChart(page, data);
        });
    }

    static void WriteChart(ReportPage page, ReportData data)
    {
        var text = page.Text;
        var weeks = Weeks.Group(data.Runs, r => Beijing.Day(r.StartedAt))
            .Select(w => (
                Week: w.Key,
                Requests: w.Sum(r => (long)r.Requests),
                Retries: w.Sum(r => (long)r.Retries),
                Errors: w.Sum(r => (long)r.SourceErrors)))
            .ToArray();
        string[] names = [text["RetriesColumn"], text["Errors"]];
        Legend.WriteBars(page.Markup, [.. names.Select((name, i) => (name, i))]);
        BarChart.Write(
            page.Markup,
            text["RetriesTitle"],
            new DateScale(data.HistoryFrom, Weeks.Of(data.Today).AddDays(6)),
            LinearScale.FromZero(weeks.Max(w => w.Retries + w.Errors), 1),
            value => ReportText.Count((long)value),
            [.. weeks.Select(w => new BarStack(w.Week, 7, [w.Retries, w.Errors], Title(names, w)))]);
        page.Numbers(
            ["Week", "Requests", "RetriesColumn", "Errors", "Share"],
            weeks.Reverse().Select(w => (IReadOnlyList<string>)
            [
                ReportText.Day(w.Week),
                ReportText.Count(w.Requests),
                ReportText.Count(w.Retries),
                ReportText.Count(w.Errors),
                ReportText.Share(w.Requests == 0 ? null : (double)w.Retries / w.Requests),
            ]));
    }

    static string Title(string[] names, (DateOnly Week, long Requests, long Retries, long Errors) week) =>
        $"{ReportText.Day(week.Week)}: {names[0]} {ReportText.Count(week.Retries)}, {names[1]} {ReportText.Count(week.Errors)}";
}
