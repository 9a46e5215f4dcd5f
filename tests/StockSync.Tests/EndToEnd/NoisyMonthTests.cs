using System.Diagnostics;
using StockSync.Engine.Stores.Sql;
using StockSync.MarketServer;
using StockSync.Tests.Fakes;
using StockSync.Tests.Soak;
using Xunit;
using Xunit.Abstractions;

namespace StockSync.Tests.EndToEnd;

/// <summary>
/// A recorded month, 22 days of 5,190 stocks, from a service that answers one request in twenty wrongly, late or not at all. Waits are
/// short here; with <c>STOCKSYNC_TEST_WAITS=real</c> they are those of the product.
/// </summary>
public class NoisyMonthTests(ITestOutputHelper output)
{
    static readonly DateOnly s_from = new(2026, 3, 1);
    static readonly DateOnly s_to = new(2026, 3, 31);

    [RecordedDataFact]
    public Task With_a_fault_in_every_twentieth_market_day_all_but_a_thousandth_of_the_bars_end_right_and_a_retry_cures_the_rest() =>
        MonthsAsync(RequestShape.MarketDay, seeds: 5);

    [RecordedDataFact]
    public Task With_a_fault_in_every_twentieth_stock_range_all_but_a_thousandth_of_the_bars_end_right_and_a_retry_cures_the_rest() =>
        MonthsAsync(RequestShape.StockRange, seeds: 1);

    async Task MonthsAsync(RequestShape shape, int seeds)
    {
        int struck = 0;
        using var report = new FaultReport("F4-F8", $"every twentieth request goes wrong, recorded month, {shape}");
        for (int seed = 1; seed <= seeds; seed++)
            struck += await MonthAsync(shape, seed);
        Assert.True(struck > 0);
        report.Right(struck);
    }

    async Task<int> MonthAsync(RequestShape shape, int seed)
    {
        await using var rig = await EngineRig.StartAsync(new RecordedMarket(RecordedData.PathOf("market_2026")));
        rig.Settings = Environment.GetEnvironmentVariable("STOCKSYNC_TEST_WAITS") == "real"
            ? new SyncSettings { Database = rig.Settings.Database, Endpoint = rig.Settings.Endpoint }
            : rig.Settings with { ReadTimeout = TimeSpan.FromMilliseconds(500), RequestTimeout = TimeSpan.FromSeconds(2), MarketDayTimeout = TimeSpan.FromSeconds(2) };
        Noise.Add(rig.Service.Faults, seed, share: 0.05);

        var clock = Stopwatch.StartNew();
        var seen = await rig.BackfillAsync(s_from, s_to, shape);
        clock.Stop();
        int struck = rig.Service.Log.Entries.Count(e => e.Fault is not null);
        int missing = seen.Days.Sum(d => d.Expected - d.Stored - d.Suspended);
        var failures = await rig.FailuresAsync();
        output.WriteLine(
            $"{shape}, seed {seed}: {rig.Service.Log.Entries.Count} requests, {struck} struck, {failures.Count} failures, {missing} of "
            + $"{seen.Days.Sum(d => d.Expected)} bars missing after the run, {clock.Elapsed.TotalSeconds:0.0} s");

        Assert.Equal(22, seen.Days.Count);
        Assert.InRange(missing, 0, seen.Days.Sum(d => d.Expected) / 1000);
        Assert.All(failures, f => Assert.False(string.IsNullOrEmpty(f.LastError)));

        rig.Service.Faults.Clear();
        await rig.RunAsync(new SyncRequest { Kind = SyncKind.Retry });
        Assert.Empty(await rig.FailuresAsync());
        Assert.All(await rig.CheckpointAsync(), d => Assert.Equal(SyncDayStatus.Completed, d.Status));
        await TruthChecker.AssertEqualAsync(rig, s_from, s_to);
        Assert.Equal(1, rig.Service.Log.MostConnectionsAtOnce);
        return struck;
    }
}
