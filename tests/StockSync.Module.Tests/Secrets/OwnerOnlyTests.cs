using System.Runtime.InteropServices;
using StockSync.Module.Tests.Hosting;
using Xunit;

namespace StockSync.Module.Tests.Secrets;

/// <summary>What the module creates belongs to its user alone, however generous the session is with rights.</summary>
public sealed class OwnerOnlyTests
{
    const UnixFileMode Foreign = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    // For others to read, as their help says: a collector of metrics, and whoever the list of days is for.
    static readonly string[] s_shared = ["health.prom", "days.json"];

    [Theory]
    [InlineData(0)]
    [InlineData(18)]
    [InlineData(63)]
    public async Task Every_file_and_folder_is_the_owners_alone(int umask)
    {
        if (OperatingSystem.IsWindows())
            return;
        await using var market = await MarketSession.StartAsync(stocks: 4);
        string data = Path.Join(market.Module.Home, "made", "by", "us");
        market.Module.SetVariable("STOCKSYNC_DATABASE", Path.Join(data, "bars.db"));
        int former = Umask(umask);
        try
        {
            // The files beside a database are there only while it is open.
            var open = market.Module.Run($$"""
                Start-StockBackfill -From 2024-01-02 -To 2024-01-04 | ForEach-Object {
                    foreach ($f in [IO.Directory]::GetFiles('{{data}}')) { "$([int][IO.File]::GetUnixFileMode($f)) $f" }
                }
                """).Select(o => o.ToString()!).ToHashSet();
            Assert.Contains(open, f => f.EndsWith("-wal", StringComparison.Ordinal));
            Assert.Contains(open, f => f.EndsWith("-shm", StringComparison.Ordinal));
            Assert.All(open, f => Assert.Equal(0, int.Parse(f.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture) & (int)Foreign));
            market.Module.Run("""
                Set-SyncConfiguration DailyBudget 30000
                $null = Export-SyncCheckpoint days.json
                $null = Export-SyncReport report.html
                $null = Get-SyncHealth -AsPrometheus -Path health.prom
                """);
            Assert.Empty(market.Module.Streams.Error);
        }
        finally
        {
            _ = Umask(former);
        }
        var made = Directory.EnumerateFileSystemEntries(market.Module.Home, "*", SearchOption.AllDirectories).ToList();
        foreach (string name in new[] { "bars.db", "settings.json", "report.html", "stocksync.log", "stocksync.log.lock" })
            Assert.Contains(name, made.Select(f => Path.GetFileName(f)));
        Assert.DoesNotContain(made, f => !s_shared.Contains(Path.GetFileName(f)) && IsShared(f));
    }

    [DllImport("libc", EntryPoint = "umask", ExactSpelling = true)]
    static extern int Umask(int mask);

    // Modes are Unix's; the test is skipped elsewhere.
    static bool IsShared(string path) => !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Foreign) != 0;
}
