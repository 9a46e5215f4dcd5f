using Xunit;

namespace StockSync.Tests.Health;

static class HealthAssert
{
    /// <summary>The severity of the one reason with that code; null where there is none.</summary>
    public static HealthStatus? Severity(this SyncHealth health, string code) => health.Reasons.SingleOrDefault(r => r.Code == code)?.Severity;

    /// <summary>There is that reason and no other, and it decides.</summary>
    public static HealthReason Only(this SyncHealth health, string code, HealthStatus severity)
    {
        Assert.Equal($"{severity} {code}", string.Join(", ", health.Reasons.Select(r => $"{r.Severity} {r.Code}")));
        Assert.Equal(severity, health.Status);
        Assert.NotEmpty(health.Reasons[0].Text);
        Assert.NotEmpty(health.Reasons[0].Advice!);
        return health.Reasons[0];
    }
}
