using Xunit;

namespace StockSync.Tests.Health;

public sealed class SourceHealthTests
{
    [Theory]
    [InlineData(60, HealthStatus.Critical)]
    [InlineData(-60, HealthStatus.Warning)] // over, and not proven so by a good run, which forgets it
    [InlineData(null, null)]
    public async Task A_ban_is_critical_while_it_lasts_and_a_warning_until_a_run_ends_well(int? minutes, HealthStatus? severity)
    {
        var rig = new HealthRig();
        rig.Service = rig.Service with { BlockedUntil = minutes is { } left ? rig.Now.AddMinutes(left) : null, BlockedReason = "10001011" };
        var health = await rig.ReadAsync();
        Assert.Equal(severity, health.Severity("SourceBlocked"));
        Assert.Equal(minutes > 0 ? rig.Now.AddHours(1) : null, health.Source!.BlockedUntil);
        if (severity is { } found)
            Assert.Contains("10001011", health.Only("SourceBlocked", found).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(44_999, null)]
    [InlineData(45_000, HealthStatus.Warning)]
    public async Task A_spent_budget_is_told(int requests, HealthStatus? severity)
    {
        var health = await new HealthRig { Requests = requests }.ReadAsync();
        Assert.Equal((severity, requests, 45_000), (health.Severity("BudgetSpent"), health.Source!.Requests, health.Source.Budget));
    }
}
