using StockSync.Engine.Operations.Reports.Charts;

namespace StockSync.Engine.Operations.Reports.Sections;

/// <summary>How often a day was complete after each of its attempts.</summary>
static class SuccessSection
{
    const int MaxSlots = 4;

    public static void Write(ReportPage page, ReportData data)
    {
        var slots = data.Attempts
            .Where(t => t.Slot is not null && t.Outcome is not (AttemptOutcome.NothingDue or AttemptOutcome.Running or AttemptOutcome.Stopped))
            .GroupBy(t => t.Slot!)
            .OrderBy(slot => slot.Min(t => t.Number)).ThenBy(slot => slot.Key, StringComparer.Ordinal)
            .Take(MaxSlots)
            .Select(slot => (Name: slot.Key, Weeks: Weeks.Group(slot, t => DateOnly.FromDateTime(t.Date ?? Beijing.Clock(t.StartedAt)))))
            .ToArray();
        page.Card("SuccessTrend", slots.Length == 0 ? null : page.Text["SuccessLead"], () =>
        {
            if (slots.Length == 0)
                page.Nothing("NoAttempts");
            else
                WriteChart(page, data, slots);
        });
    }

    static void WriteChart(ReportPage page, ReportData data, (string Name, IReadOnlyList<IGrouping<DateOnly, ScheduledAttempt>> Weeks)[] slots)
    {
        var text = page.Text;
        var series = slots.Select((slot, i) => new LineSeries(
            text.Format("AfterAttempt", slot.Name),
            i,
            [.. slot.Weeks.Select(w => new LinePoint(
                Weeks.Middle(w.Key),
                Rate(w),
                text.Format("SuccessPoint", slot.Name, ReportText.Day(w.Key), w.Count(IsComplete), w.Count())))])).ToArray();
        double lowest = series.Min(s => s.Points.Min(p => p.Value));
        Legend.Write(page.Markup, series);
        LineChart.Write(
            page.Markup,
            text["SuccessTrendTitle"],
            new DateScale(data.HistoryFrom, data.Today),
            LinearScale.Between(Math.Min(lowest, 0.8), 1),
            ReportText.Share0,
            series);
        page.Numbers(
            ["Week", .. slots.Select(s => s.Name)],
            slots.SelectMany(s => s.Weeks.Select(w => w.Key)).Distinct().OrderDescending().Select(week => (IReadOnlyList<string>)
            [
                ReportText.Day(week),
                .. slots.Select(
                    s => s.Weeks.FirstOrDefault(w => w.Key == week) is { } attempts ? $"{attempts.Count(IsComplete)}/{attempts.Count()}" : "–"),
            ]));
    }

    static double Rate(IGrouping<DateOnly, ScheduledAttempt> week) => (double)week.Count(IsComplete) / week.Count();

    static bool IsComplete(ScheduledAttempt made) => made.Outcome is AttemptOutcome.Completed or AttemptOutcome.AlreadyComplete;
}
