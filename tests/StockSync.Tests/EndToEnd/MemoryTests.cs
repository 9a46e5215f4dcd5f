using System.Globalization;
using StockSync.MarketServer;
using StockSync.Rig;
using StockSync.Tests.Crash;
using Xunit;
using Xunit.Abstractions;

namespace StockSync.Tests.EndToEnd;

/// <summary>A run's memory does not grow with its range: what is fetched is written and let go.</summary>
public class MemoryTests(ITestOutputHelper output)
{
    // The rows of the longer range alone would be five times this; calendar, checkpoint and one bit for each stock and day are not.
    const long Tolerance = 4_000_000;

    static readonly DateOnly s_from = new(2022, 1, 4);

    [Theory]
    [InlineData(RequestShape.MarketDay)]
    [InlineData(RequestShape.StockRange)]
    public async Task A_range_six_times_as_long_takes_no_more_memory(RequestShape shape)
    {
        long one = await HeldAsync(shape, new DateOnly(2022, 4, 30));
        long six = await HeldAsync(shape, new DateOnly(2023, 12, 29));
        output.WriteLine($"{shape}: {one / 1e6:0.0} MB for 4 months, {six / 1e6:0.0} MB for 24 months");
        Assert.InRange(six, 0, one + Tolerance);
    }

    static async Task<long> HeldAsync(RequestShape shape, DateOnly to)
    {
        await using var rig = await EngineRig.StartAsync(new MadeUpMarket(seed: 15, stocks: 400, s_from, to));
        // A process of its own: this one holds the service and its market.
        using var process = RigProcess.Start(
        [
            "--database", rig.Settings.Database!,
            "--endpoint", rig.Settings.Endpoint!,
            "--from", s_from.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            "--to", to.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            "--shape", shape.ToString(),
            // Both ranges fill many transactions.
            "--commit-rows", "4000",
            "--measure",
        ]);
        var run = await process.EndAsync();
        Assert.True(run.ExitCode == RigExit.Complete, run.ToString());
        return run.HeldBytes;
    }
}
