namespace StockSync.Engine.Operations.Reports.Sections;

/// <summary>What starts the attempts on this machine, and how the last attempts ended.</summary>
static class ScheduleSection
{
    const int MaxAttempts = 9;

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
        var attempts = data.Attempts.Where(t => t.Outcome != AttemptOutcome.NothingDue).Take(MaxAttempts).ToArray();
        if (attempts.Length == 0)
            return;
        page.Markup.Element("h3", page.Text["LastAttempts"]);
        page.Table(
            ["Day", "Slot", "Outcome", "Host", "Present"],
            attempts.Select(t => (IReadOnlyList<string>)
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
