namespace StockSync.Engine.Operations.Reports.Sections;

/// <summary>What starts the tries on this machine, and how the last tries ended.</summary>
static class ScheduleSection
{
    const int MaxTries = 9;

    public static void Write(ReportPage page, ReportData data) => page.Card("Schedule", null, () =>
    {
        if (data.Schedules is not { Count: > 0 } schedules)
        {
            page.Nothing(data.Schedules is null ? "SchedulesUnknown" : "NoSchedules");
        }
        else
        {
            page.Table(
                ["Name", "Scheduler", "Times", "Active", "Next"],
                schedules.Select(s => (IReadOnlyList<string>)
                    [s.Name, s.Scheduler.ToString(), s.Times, page.Text[s.IsActive ? "Yes" : "No"], ReportText.Instant(s.NextAt)]),
                leftColumns: 5);
        }
        var tries = data.Tries.Where(t => t.Outcome != TryOutcome.NothingDue).Take(MaxTries).ToArray();
        if (tries.Length == 0)
            return;
        page.Markup.Element("h3", page.Text["LastTries"]);
        page.Table(
            ["Day", "Slot", "Outcome", "Host", "Present"],
            tries.Select(t => (IReadOnlyList<string>)
            [
                ReportText.Day(t.Date),
                t.Slot ?? "–",
                t.ErrorId is { } error ? $"{page.Text.Word(t.Outcome)} ({error})" : page.Text.Word(t.Outcome),
                t.Host ?? "–",
                $"{ReportText.Count(t.Succeeded)}/{ReportText.Count(t.Expected)}",
            ]),
            leftColumns: 4);
    });
}
