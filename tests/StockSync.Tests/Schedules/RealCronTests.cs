using System.Globalization;
using StockSync.MarketServer;
using Xunit;

namespace StockSync.Tests.Schedules;

/// <summary>
/// The whole way once: an empty home, cron's empty environment, a real minute. Where PowerShell is a .NET tool, the job finds no package in
/// its home's cache, as if that had been cleared since.
/// </summary>
public sealed class RealCronTests
{
    // cron looks at the clock each minute; the rest is for a busy machine.
    static readonly TimeSpan s_patience = TimeSpan.FromMinutes(4);

    [CronFact]
    public async Task Registered_fired_synced_told_and_taken_away_without_a_trace()
    {
        var today = DateOnly.FromDateTime(DateTime.UtcNow.AddHours(8));
        await using var service = await MarketService.StartAsync(new MadeUpMarket(1, 20, today.AddDays(-30), today.AddDays(2)), null);
        await using var cron = await PrivateCron.StartAsync();

        // Whichever minute the daemon sees first; the tries behind it have nothing to do.
        var now = DateTime.UtcNow.AddHours(8);
        var minutes = Enumerable.Range(1, 3).Select(m => now.AddMinutes(m).ToString("HH:mm", CultureInfo.InvariantCulture));
        string times = string.Join(", ", minutes);
        string[] registered = await cron.PowerShellAsync($$"""
            Set-SyncConfiguration Endpoint 127.0.0.1:{{service.Endpoint.Port}}
            Set-SyncConfiguration ScheduleTimes '{{times}}'
            $schedule = Register-SyncSchedule -WarningAction Ignore
            "$($schedule.Scheduler) $($schedule.IsActive) $($schedule.IsChanged) $($schedule.Times)"
            """);
        Assert.Equal($"Cron True True {times}", Assert.Single(registered));
        Assert.Contains("# BEGIN StockSync default\n", await cron.TableAsync(), StringComparison.Ordinal);

        string[] told = await TellAsync(cron, service);
        Assert.Equal(["Cron", "True", times, "Completed", "0", "True", "Completed"], told);

        string[] left = await cron.PowerShellAsync("Unregister-SyncSchedule; @(Get-SyncSchedule).Count");
        Assert.Equal("0", Assert.Single(left));
        Assert.Null(await cron.TableAsync());
    }

    // What Get-SyncSchedule says as soon as the try has ended.
    static async Task<string[]> TellAsync(PrivateCron cron, MarketService service)
    {
        using var patience = new CancellationTokenSource(s_patience);
        await service.Log.WaitForAsync(r => r.Type is MessageTypes.MarketDay or MessageTypes.Bars, patience.Token);
        while (true)
        {
            string[] told = await cron.PowerShellAsync("""
                $schedule = Get-SyncSchedule default
                $last = $schedule.Last
                if ($last -and "$($last.Outcome)" -ne 'Running') {
                    $schedule.Scheduler, $schedule.IsActive, $schedule.Times, $last.Outcome, $last.ExitCode
                    $schedule.NextAt -gt [datetime]::UtcNow
                    (Get-SyncCheckpoint -From $last.Date -To $last.Date).Status
                }
                """);
            if (told.Length > 0)
                return told;
            patience.Token.ThrowIfCancellationRequested();
        }
    }
}
