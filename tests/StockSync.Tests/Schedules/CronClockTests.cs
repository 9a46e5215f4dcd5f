using StockSync.Engine.Operations.Schedules.Cron;
using Xunit;

namespace StockSync.Tests.Schedules;

/// <summary>The daemon's clock is the machine's, not the session's.</summary>
public sealed class CronClockTests : IDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("stocksync-zone-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("Asia/Shanghai", null, "Asia/Shanghai", 8)]
    [InlineData("Etc/UTC", null, "Etc/UTC", 0)]
    [InlineData("Europe/Berlin", null, "Europe/Berlin", null)]
    [InlineData("Asia/Shanghai", "Asia/Taipei", "Asia/Shanghai", 8)]
    [InlineData("Asia/Shanghai", ":Asia/Tokyo", "Asia/Shanghai or TZ Asia/Tokyo", null)]
    [InlineData("Asia/Shanghai", "CST-8", "Asia/Shanghai or TZ CST-8", null)]
    [InlineData("Mars/Olympus", null, "Mars/Olympus", null)]
    public void Is_that_of_the_machine_unless_the_session_differs(string machine, string? session, string zone, int? hours)
    {
        string link = Path.Join(_folder.FullName, "localtime");
        File.CreateSymbolicLink(link, $"/usr/share/zoneinfo/{machine}");
        var clock = CronClock.Find(name => name == "TZ" ? session : null, link, HostZones.Now);
        Assert.Equal(new CronClock(zone, hours is null ? null : TimeSpan.FromHours(hours.Value)), clock);
    }

    [Fact]
    public void Is_UTC_where_the_machine_says_nothing() =>
        Assert.Equal(new CronClock("UTC", TimeSpan.Zero), CronClock.Find(_ => null, Path.Join(_folder.FullName, "none"), HostZones.Now));
}
