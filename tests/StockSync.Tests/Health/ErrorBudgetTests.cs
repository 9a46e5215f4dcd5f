using Xunit;

namespace StockSync.Tests.Health;

public sealed class ErrorBudgetTests
{
    [Theory]
    [InlineData(0, 1.0, null, null)]
    [InlineData(1, 0.6, null, null)]
    [InlineData(2, 0.2, "ErrorBudgetLow", HealthStatus.Warning)]
    [InlineData(3, 0.0, "ErrorBudgetSpent", HealthStatus.Critical)]
    [InlineData(9, 0.0, "ErrorBudgetSpent", HealthStatus.Critical)]
    public async Task Each_late_day_takes_four_tenths_of_the_budget(int late, double remaining, string? code, HealthStatus? severity)
    {
        var rig = new HealthRig();
        for (int i = 0; i < late; i++)
            MakeLate(rig, rig.Days[^(3 + i)]);
        var health = await rig.ReadAsync();
        Assert.Equal((late, remaining, 250), (health.ErrorBudget!.BadDays, Math.Round(health.ErrorBudget.Remaining, 6), health.ErrorBudget.Days));
        if (code is null)
            Assert.Empty(health.Reasons);
        else
            health.Only(code, severity!.Value);
    }

    [Fact]
    public async Task A_spent_budget_becomes_a_warning_when_nobody_can_act_on_it_any_more_and_is_whole_after_250_days()
    {
        var rig = new HealthRig();
        foreach (var day in rig.Days.Where(d => d.Date is { Year: 2026, Month: 8 }).ToArray())
            MakeLate(rig, day);
        (await rig.ReadAsync()).Only("ErrorBudgetSpent", HealthStatus.Warning);
        rig = new HealthRig();
        foreach (var day in rig.Days.Where(d => d.Date is { Year: 2025, Month: 10 }).ToArray())
            MakeLate(rig, day);
        Assert.Empty((await rig.ReadAsync()).Reasons);
    }

    [Fact]
    public async Task A_day_that_was_complete_in_time_and_settled_again_later_was_not_late()
    {
        var rig = new HealthRig();
        var day = DateOnly.FromDateTime(rig.Days[^5].Date);
        rig.Replace(HealthRig.Day(day, settledAt: rig.Now));
        Assert.Equal(0, (await rig.ReadAsync()).ErrorBudget!.BadDays);
        rig.Attempts.RemoveAll(t => t.Date == day.ToDateTime(TimeOnly.MinValue));
        Assert.Equal(0, (await rig.ReadAsync()).ErrorBudget!.BadDays);
        rig.Runs.RemoveAll(r => r.From == day.ToDateTime(TimeOnly.MinValue));
        Assert.Equal(1, (await rig.ReadAsync()).ErrorBudget!.BadDays);
    }

    [Theory]
    [InlineData(8.4, 0)]
    [InlineData(8.6, 1)]
    public async Task The_morning_counts_to_half_past_eight(double hour, int bad)
    {
        var rig = new HealthRig();
        var day = DateOnly.FromDateTime(rig.Days[^5].Date);
        MakeLate(rig, rig.Days[^5]);
        rig.Replace(HealthRig.Day(day, settledAt: HealthRig.Utc(day.AddDays(1), hour)));
        Assert.Equal(bad, (await rig.ReadAsync()).ErrorBudget!.BadDays);
    }

    [Fact]
    public async Task Days_that_were_filled_in_by_hand_before_the_first_daily_run_were_never_promised()
    {
        var rig = new HealthRig { Schedules = [] };
        rig.Attempts.Clear();
        rig.Runs.Clear();
        rig.Runs.Add(HealthRig.Run(rig.Now.AddDays(-2), kind: SyncKind.Backfill, present: 5000));
        Assert.Null((await rig.ReadAsync()).ErrorBudget);
        rig.Runs.Add(HealthRig.Run(HealthRig.Utc(new DateOnly(2026, 11, 24), 20), present: 5000));
        Assert.Equal(2, (await rig.ReadAsync()).ErrorBudget!.Days);
    }

    [Fact]
    public async Task Completeness_is_of_days_that_had_time_to_become_complete()
    {
        var rig = new HealthRig();
        rig.Replace(HealthRig.Day(new DateOnly(2026, 11, 25), 4999));
        Assert.Equal(1.0, (await rig.ReadAsync()).ErrorBudget!.Completeness);
        rig.Replace(HealthRig.Day(new DateOnly(2026, 11, 10), 4500));
        Assert.Equal(1 - (500 / (250 * 5000.0)), (await rig.ReadAsync()).ErrorBudget!.Completeness!.Value, 6);
    }

    static void MakeLate(HealthRig rig, SyncDay day)
    {
        var date = DateOnly.FromDateTime(day.Date);
        rig.Days[rig.Days.IndexOf(day)] = HealthRig.Day(date, settledAt: HealthRig.Utc(date.AddDays(1), 9));
        foreach (var made in rig.Attempts.Where(t => t.Date == day.Date).ToArray())
            rig.Attempts[rig.Attempts.IndexOf(made)] = made with { Outcome = AttemptOutcome.NotPublished };
        for (int i = 0; i < rig.Runs.Count; i++)
        {
            if (rig.Runs[i].From == day.Date)
                rig.Runs[i] = HealthRig.Run(rig.Runs[i].StartedAt.AddHours(13), present: 5000, day: date);
        }
    }
}
