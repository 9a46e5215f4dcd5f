using StockSync.Engine.Operations.Schedules.Cron;
using StockSync.Tests.Fakes;
using Xunit;

namespace StockSync.Tests.Schedules;

/// <summary>
/// A fact that needs Debian's cron, root, a PowerShell, and the module as <c>build.ps1</c> stages it. On a build machine none of these may be missing; a
/// kernel that forbids name spaces, or a zone with summer time, is nothing that could be installed.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
sealed class CronFactAttribute : FactAttribute
{
    public CronFactAttribute() => Skip = PrivateCron.Obstacle ?? Requirement.SkipReason("cron", "crontab") ?? Lacking();

    static string? Lacking()
    {
        if (Requirement.IsStrict)
            return null;
        if (!Environment.IsPrivilegedProcess)
            return "a cron daemon of one's own needs root";
        if (CronClock.Find(Environment.GetEnvironmentVariable, "/etc/localtime", DateTimeOffset.UtcNow).Offset is null)
            return "this machine's zone has summer time: its cron would look each quarter of an hour only";
        return PrivateCron.PowerShell is null || !File.Exists(PrivateCron.Module)
            ? "the module is not staged or no PowerShell is named: build.ps1 -Task Test does both"
            : null;
    }
}
