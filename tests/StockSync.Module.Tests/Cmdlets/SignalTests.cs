using System.Diagnostics;
using StockSync.MarketServer;
using StockSync.Module.Tests.Hosting;
using Xunit;

namespace StockSync.Module.Tests.Cmdlets;

public sealed class SignalTests
{
    [UnixTheory]
    [InlineData("TERM", 143)]
    [InlineData("HUP", 129)]
    public async Task A_signal_ends_the_run_with_a_record_and_then_the_process(string signal, int exitCode)
    {
        await using var market = await MarketSession.StartAsync();
        market.Service.Options.Latency[MessageTypes.MarketDay] = TimeSpan.FromSeconds(60);
        market.Service.Options.Latency[MessageTypes.Bars] = TimeSpan.FromSeconds(60);
        using var process = ChildProcess.Start(market, "Start-StockBackfill -From 2024-01-02 -To 2024-01-31");
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await market.Service.Log.WaitForAsync(e => e.Type is MessageTypes.MarketDay or MessageTypes.Bars, timeout.Token);

        long start = Stopwatch.GetTimestamp();
        ChildProcess.Signal(process, signal);
        await process.WaitForExitAsync(timeout.Token);
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(10));
        Assert.Equal(exitCode, process.ExitCode);

        var run = Assert.Single(market.Module.Run("Get-SyncRun"));
        Assert.Equal("Stopped", run.Properties["Status"].Value.ToString());
        Assert.Empty(market.Module.Run("Get-SyncRun -Active"));
    }

    [UnixTheory]
    [InlineData("TERM", 143)]
    [InlineData("INT", 130)]
    public async Task A_host_that_handles_the_signal_lets_the_script_clean_up(string signal, int exitCode)
    {
        await using var market = await MarketSession.StartAsync();
        market.Service.Options.Latency[MessageTypes.MarketDay] = TimeSpan.FromSeconds(60);
        market.Service.Options.Latency[MessageTypes.Bars] = TimeSpan.FromSeconds(60);
        using var process = HostProgram.Start(
            "-Command",
            $"Import-Module '{StagedModule.Manifest}'; try {{ Start-StockBackfill -From 2024-01-02 -To 2024-01-31 }} finally {{ [Console]::Out.WriteLine('cleaned') }}");
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await market.Service.Log.WaitForAsync(e => e.Type is MessageTypes.MarketDay or MessageTypes.Bars, timeout.Token);

        ChildProcess.Signal(process, signal);
        var end = await HostProgram.EndAsync(process);
        Assert.Equal(exitCode, end.ExitCode);
        Assert.Contains("cleaned", end.Output, StringComparison.Ordinal);
        Assert.Equal("Stopped", Assert.Single(market.Module.Run("Get-SyncRun")).Properties["Status"].Value.ToString());
    }
}
