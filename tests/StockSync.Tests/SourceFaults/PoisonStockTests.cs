using StockSync.MarketServer;
using StockSync.Tests.EndToEnd;
using StockSync.Tests.Soak;
using Xunit;

namespace StockSync.Tests.SourceFaults;

/// <summary>One stock whose request fails for ever must not keep the others from being complete.</summary>
public class PoisonStockTests
{
    static readonly DateOnly s_from = new(2024, 1, 2);
    static readonly DateOnly s_to = new(2024, 1, 31);

    [Theory]
    [InlineData("reset", ErrorIds.SourceDisconnected, 6)]
    [InlineData("half 60%", ErrorIds.SourceDisconnected, 6)]
    [InlineData("badzlib", ErrorIds.SourceProtocol, 6)]
    [InlineData("wrong", ErrorIds.SourceProtocol, 6)]
    [InlineData("garbled date", ErrorIds.SourceProtocol, 6)]
    [InlineData("error 10005001", ErrorIds.SourceError, 6)]
    [InlineData("error 10004011", ErrorIds.SourceRejected, 1)]
    public async Task A_stock_that_always_fails_is_listed_with_its_true_reason_and_one_retry_completes_it(string fault, string reason, int attempts)
    {
        using var report = new FaultReport("F25", "a stock that always fails");
        await using var rig = await EngineRig.StartAsync(new MadeUpMarket(seed: 53, stocks: 25, s_from, s_to));
        rig.Service.Faults.Add($"95:sh.600000 x* {fault}");
        // Twice: a second run finds the others complete and asks for this one alone.
        for (int run = 1; run <= 2; run++)
        {
            int before = rig.Service.Log.Count("95");
            var seen = await rig.BackfillAsync(s_from, s_to, RequestShape.StockRange);
            Assert.All(seen.Days, d => Assert.Equal((SyncDayStatus.Partial, 1, d.Expected - 1), (d.Status, d.Failed, d.Stored + d.Suspended)));
            var failed = Assert.Single(await rig.FailuresAsync());
            Assert.Equal(("600000", reason, attempts * run), (failed.Code, failed.Reason, failed.Attempts));
            Assert.Equal(reason, Assert.Single(seen.Errors).ErrorId);
            if (run == 2)
                Assert.Equal(attempts, rig.Service.Log.Count("95") - before);
        }
        rig.Service.Faults.Clear();
        int asked = rig.BarRequests;
        var retried = await rig.RunAsync(new SyncRequest { Kind = SyncKind.Retry });
        Assert.Equal(1, rig.BarRequests - asked);
        Assert.All(retried.Days, d => Assert.Equal(SyncDayStatus.Completed, d.Status));
        Assert.Empty(await rig.FailuresAsync());
        await TruthChecker.AssertEqualAsync(rig, s_from, s_to);
        report.Right(1);
    }
}
