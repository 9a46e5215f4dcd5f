using StockSync.Engine.Operations.Reports.Charts;

namespace StockSync.Engine.Operations.Reports.Sections;

/// <summary>How often a day was complete after each of its tries.</summary>
static class SuccessSection
{
    const int MaxSlots = 4;

    public static void Write(ReportPage page, ReportData data)
    {
        var slots = data.Tries
            .Where(t => t.Slot is not null && t.Outcome is not (TryOutcome.NothingDue or TryOutcome.Running or TryOutcome.Stopped))
            .GroupBy(t => t.Slot!)
            .OrderBy(slot => slot.Min(t => t.Number)).ThenBy(slot => slot.Key, StringComparer.Ordinal)
            .Take(MaxSlots)
            .Select(slot => (Name: slot.Key, Weeks: Weeks.Group(slot, t => DateOnly.FromDateTime(t.Date ?? BeijingTime.Of(t.StartedAt)))))
            .ToArray();
        page.Card("SuccessTrend", slots.Length == 0 ? null : page.Text["SuccessLead"], () =>
        {
            if (slots.Length == 0)
                page.Nothing("NoTries");
            else
                WriteChart(page, data, slots);
        });
    }

    static void WriteChart(ReportPage page, ReportData data, (string Name, IReadOnlyList<IGrouping<DateOnly, SyncTry>> Weeks)[] slots)
    {
        var text = page.Text;
        var series = slots.Select((slot, i) => new LineSeries(
            text.Format("AfterTry", slot.Name),
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
                    s => s.Weeks.FirstOrDefault(w => w.Key == week) is { } tries ? $"{tries.Count(IsComplete)}/{tries.Count()}" : "–"),
            ]));
    }

    static double Rate(IGrouping<DateOnly, SyncTry> week) => (double)week.Count(IsComplete) / week.Count();

    static bool IsComplete(SyncTry made) => made.Outcome is TryOutcome.Completed or TryOutcome.AlreadyComplete;
}
