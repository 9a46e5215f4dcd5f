using StockSync.Engine.Operations.Reports.Charts;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Operations.Reports.Sections;

/// <summary>How the database grows.</summary>
static class SizeSection
{
    // More could not be told apart, and ten years of days would only make the page longer.
    const int MaxPoints = 200;
    const int GrowthDays = 30;

    public static void Write(ReportPage page, ReportData data)
    {
        var sizes = data.Sizes;
        string? lead = sizes.Count == 0 ? null : Lead(page.Text, sizes, data.Health.Database);
        page.Card("Size", lead, () =>
        {
            if (sizes.Count == 0)
                page.Nothing("NoSizes");
            else
                WriteChart(page, Thin(sizes));
        });
    }

    static string Lead(ReportText text, IReadOnlyList<DaySize> sizes, DatabaseHealth? database)
    {
        var last = sizes[^1];
        var before = sizes.First(s => s.Day >= last.Day.AddDays(-GrowthDays));
        int days = last.Day.DayNumber - before.Day.DayNumber;
        string lead = days == 0
            ? text.Format("SizeLeadOne", ReportText.Bytes(last.Bytes))
            : text.Format("SizeLead", ReportText.Bytes(last.Bytes), ReportText.Bytes((last.Bytes - before.Bytes) / days));
        return database?.FreeBytes is { } free ? $"{lead} {text.Format("SizeFree", ReportText.Bytes(free))}" : lead;
    }

    static void WriteChart(ReportPage page, IReadOnlyList<DaySize> sizes)
    {
        var points = sizes.Select((s, i) => new LinePoint(
            s.Day.ToDateTime(TimeOnly.MinValue).AddHours(12),
            s.Bytes,
            // The end is the number that counts; a dot on each of two hundred points would be a rope.
            i == sizes.Count - 1 || sizes.Count <= 40 ? $"{ReportText.Day(s.Day)} {ReportText.Bytes(s.Bytes)}" : null)).ToArray();
        LineChart.Write(
            page.Markup,
            page.Text["SizeTitle"],
            new DateScale(sizes[0].Day, sizes[^1].Day),
            LinearScale.OfBytes(sizes.Max(s => s.Bytes)),
            value => ReportText.Bytes((long)value),
            [new LineSeries(page.Text["SizeTitle"], 0, points, IsFilled: true)]);
        page.Numbers(
            ["Day", "SizeColumn"],
            sizes.GroupBy(s => (s.Day.Year, s.Day.Month)).Reverse().Select(m => (IReadOnlyList<string>)
                [ReportText.Day(m.Last().Day), ReportText.Bytes(m.Last().Bytes)]));
    }

    static IReadOnlyList<DaySize> Thin(IReadOnlyList<DaySize> sizes)
    {
        int every = ((sizes.Count - 1) / MaxPoints) + 1;
        return [.. sizes.Where((_, i) => (sizes.Count - 1 - i) % every == 0)];
    }
}
