using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using StockSync.MarketServer;
using StockSync.Module.Tests.Hosting;
using Xunit;

namespace StockSync.Module.Tests.Cmdlets;

public sealed class BackfillTests
{
    const string Range = "-From 2024-01-02 -To 2024-01-31";

    [Fact]
    public async Task Every_trading_day_is_emitted_once_and_proven()
    {
        await using var market = await MarketSession.StartAsync();
        var days = market.Module.Run($"Start-StockBackfill {Range}");
        Assert.Empty(market.Module.Streams.Error);
        Assert.Equal(market.TradingDays, days.Select(Date));
        Assert.All(days, d => Assert.Equal("Completed", d.Properties["Status"].Value.ToString()));

        int requests = market.BarRequests;
        var again = market.Module.Run($"Start-StockBackfill {Range}");
        Assert.Equal(market.TradingDays, again.Select(Date));
        Assert.Equal(requests, market.BarRequests);
        Assert.Equal(market.TradingDays, market.Module.Run("Get-SyncCheckpoint -Status Completed").Select(Date));
    }

    [Theory]
    [InlineData("Start-StockBackfill " + Range)]
    [InlineData("Sync-StockDay 2024-01-03, 2024-01-04")]
    public async Task WhatIf_tells_the_plan_and_touches_neither_network_nor_disk(string script)
    {
        await using var market = await MarketSession.StartAsync();
        var plan = Assert.Single(market.Module.Run(script + " -WhatIf"));
        Assert.Equal("StockSync.SyncPlan", plan.TypeNames[0]);
        Assert.Equal(true, plan.Properties["IsEstimate"].Value);

        string line = Assert.Single(market.Module.Screen.Lines, l => l.Length > 0);
        Assert.StartsWith("What if: ", line, StringComparison.Ordinal);
        Assert.Contains("requests", line, StringComparison.Ordinal);
        Assert.Contains("minutes", line, StringComparison.Ordinal);
        Assert.Contains("of the daily budget", line, StringComparison.Ordinal);
        Assert.Contains((string)plan.Properties["Reason"].Value, line, StringComparison.Ordinal);
        Assert.Empty(market.Service.Log.Entries);
        Assert.False(File.Exists(market.Database));
    }

    [Fact]
    public async Task Confirm_asks_once_and_no_does_nothing()
    {
        await using var market = await MarketSession.StartAsync();
        market.Module.Screen.Answers.Enqueue("No");
        Assert.Empty(market.Module.Run($"Start-StockBackfill {Range} -Confirm"));
        Assert.Contains("requests", Assert.Single(market.Module.Screen.Questions), StringComparison.Ordinal);
        Assert.Empty(market.Service.Log.Entries);

        market.Module.Screen.Answers.Enqueue("Yes");
        Assert.NotEmpty(market.Module.Run($"Start-StockBackfill {Range} -Confirm"));
        Assert.Equal(2, market.Module.Screen.Questions.Count);
    }

    [Fact]
    public async Task Progress_is_one_bar_that_goes_away()
    {
        await using var market = await MarketSession.StartAsync();
        market.Module.Run($"Start-StockBackfill {Range}");
        var records = market.Module.Streams.Progress.ToList();
        if (records.Count == 0)
            records = market.Module.Screen.Progress;
        Assert.Single(records.Select(r => r.ActivityId).Distinct());
        Assert.Equal(ProgressRecordType.Completed, records[^1].RecordType);
        Assert.Single(records, r => r.RecordType == ProgressRecordType.Completed);
        Assert.Contains("2024-01-02", records[0].Activity, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stop_returns_quickly_and_leaves_a_record()
    {
        await using var market = await MarketSession.StartAsync();
        market.Service.Options.Latency[MessageTypes.MarketDay] = TimeSpan.FromSeconds(60);
        market.Service.Options.Latency[MessageTypes.Bars] = TimeSpan.FromSeconds(60);
        using var shell = market.Module.Prepare($"Start-StockBackfill {Range}");
        var running = shell.BeginInvoke();
        await Until(() => market.BarRequests > 0);

        long start = Stopwatch.GetTimestamp();
        shell.Stop();
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(10));
        Assert.Equal(PSInvocationState.Stopped, shell.InvocationStateInfo.State);
        Assert.Throws<PipelineStoppedException>(() => shell.EndInvoke(running));

        var run = Assert.Single(market.Module.Run("Get-SyncRun"));
        Assert.Equal("Stopped", run.Properties["Status"].Value.ToString());
        Assert.Empty(market.Module.Run("Get-SyncRun -Active"));
    }

    [Fact]
    public async Task A_consumer_that_leaves_early_ends_the_run_and_frees_the_lease()
    {
        await using var market = await MarketSession.StartAsync();
        market.Module.Run($"Start-StockBackfill -From 2024-01-02 -To 2024-01-03");
        var first = market.Module.Run($"do {{ Start-StockBackfill {Range} | ForEach-Object {{ $_; break }} }} while ($false)");
        Assert.Equal(MarketSession.First, Date(Assert.Single(first)));
        Assert.Empty(market.Module.Run("Get-SyncRun -Active"));

        var rest = market.Module.Run($"Start-StockBackfill {Range}");
        Assert.Equal(market.TradingDays, rest.Select(Date));
    }

    [Fact]
    public async Task A_failed_stock_is_an_error_that_can_be_piped_into_the_retry()
    {
        await using var market = await MarketSession.StartAsync();
        string code = market.Service.Market.Securities.First(s => s.Code.StartsWith("sh.60", StringComparison.Ordinal)).Code;
        market.Service.Faults.Add(new Fault(MessageTypes.Bars, FaultAction.ErrorCode("10005001")) { Code = code, Times = Fault.Forever });
        var days = market.Module.Run($"Start-StockBackfill {Range} -Shape StockRange");
        var error = Assert.Single(market.Module.Streams.Error);
        Assert.EndsWith(",StockSync.Commands.StartStockBackfillCommand", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.NotEqual(ErrorCategory.NotSpecified, error.CategoryInfo.Category);
        Assert.Equal("StockSync.FailedStock", error.TargetObject.GetType().FullName);
        Assert.Contains(days, d => d.Properties["Status"].Value.ToString() == "Partial");

        var failure = Assert.Single(market.Module.Run("Get-FailedStock"));
        Assert.Equal(code[3..], failure.Properties["Code"].Value);
        Assert.Single(market.Module.Run($"Get-FailedStock {code} -Reason {failure.Properties["Reason"].Value}"));
        Assert.Empty(market.Module.Run("Get-FailedStock -Reason Nothing*"));

        market.Service.Faults.Clear();
        var retried = market.Module.Run("Get-FailedStock | Retry-FailedStock");
        Assert.Empty(market.Module.Streams.Error);
        Assert.All(retried, d => Assert.Equal("Completed", d.Properties["Status"].Value.ToString()));
        Assert.Empty(market.Module.Run("Get-FailedStock"));
        Assert.Equal(market.TradingDays, market.Module.Run("Get-SyncCheckpoint -Status Completed").Select(Date));
    }

    [Fact]
    public async Task ErrorAction_Stop_ends_the_run_at_once()
    {
        await using var market = await MarketSession.StartAsync();
        // One stock only: where all fail the service is down, and that is waited for.
        string code = market.Service.Market.Securities.First(s => s.Code.StartsWith("sh.60", StringComparison.Ordinal)).Code;
        market.Service.Faults.Add(new Fault(MessageTypes.Bars, FaultAction.ErrorCode("10005001")) { Code = code, Times = Fault.Forever });
        var error = market.Module.Fail($"Start-StockBackfill {Range} -Shape StockRange -ErrorAction Stop");
        Assert.EndsWith(",StockSync.Commands.StartStockBackfillCommand", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(market.Module.Run("Get-SyncRun -Active"));
    }

    [Fact]
    public async Task A_second_run_is_told_who_is_running()
    {
        await using var market = await MarketSession.StartAsync();
        market.Service.Options.Latency[MessageTypes.MarketDay] = TimeSpan.FromSeconds(60);
        market.Service.Options.Latency[MessageTypes.Bars] = TimeSpan.FromSeconds(60);
        using var shell = market.Module.Prepare($"Start-StockBackfill {Range}");
        shell.BeginInvoke();
        await Until(() => market.BarRequests > 0);

        using (var other = new SecondSession(market))
        {
            var error = other.Module.Fail($"Sync-StockDay 2024-01-03");
            Assert.Equal("RunActive,StockSync.Commands.SyncStockDayCommand", error.FullyQualifiedErrorId);
            Assert.Equal(ErrorCategory.ResourceBusy, error.CategoryInfo.Category);
            Assert.Single(other.Module.Run("Get-SyncRun -Active"));
        }
        shell.Stop();
    }

    [Fact]
    public async Task Runs_in_parallel_runspaces_do_not_meet()
    {
        await using var market = await MarketSession.StartAsync(options: new MarketServerOptions { AllowConcurrency = true });
        var counts = market.Module.Run(
            $$"""
            1..3 | ForEach-Object -Parallel {
                Import-Module '{{StagedModule.Manifest}}'
                try {
                    $days = Start-StockBackfill {{Range}} -Database "$using:home_/parallel$_.db" -ErrorAction Stop
                    "$(@($days | Where-Object Status -eq Completed).Count)"
                }
                catch { $_.FullyQualifiedErrorId.Split(',')[0] }
            }
            """);
        Assert.Empty(market.Module.Streams.Error);
        // One connection to an endpoint at a time: who comes while it is in use is told so and stores nothing.
        string whole = market.TradingDays.Count.ToString(CultureInfo.InvariantCulture);
        Assert.Equal(3, counts.Count);
        Assert.Contains(whole, counts.Select(c => $"{c}"));
        Assert.All(counts, c => Assert.Contains($"{c}", new[] { whole, "EndpointBusy" }));
    }

    static DateOnly Date(PSObject day) => DateOnly.FromDateTime((DateTime)day.Properties["Date"].Value);

    static async Task Until(Func<bool> condition)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!condition())
            await Task.Delay(10, timeout.Token);
    }

    /// <summary>Another shell on the same database.</summary>
    sealed class SecondSession : IDisposable
    {
        public SecondSession(MarketSession market)
        {
            Module = new ModuleSession();
            Module.SetVariable("STOCKSYNC_DATABASE", market.Database);
            Module.SetVariable("STOCKSYNC_ENDPOINT", $"127.0.0.1:{market.Service.Endpoint.Port}");
        }

        public ModuleSession Module { get; }

        public void Dispose() => Module.Dispose();
    }
}
