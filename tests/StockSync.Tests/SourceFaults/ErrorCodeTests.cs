using StockSync.Engine.Stores.Sql;
using StockSync.MarketServer;
using StockSync.Tests.EndToEnd;
using StockSync.Tests.Soak;
using StockSync.Tests.Sources;
using Xunit;

namespace StockSync.Tests.SourceFaults;

/// <summary>What each error code of the service makes of a run.</summary>
public class ErrorCodeTests
{
    static readonly DateOnly s_from = new(2024, 1, 2);
    static readonly DateOnly s_to = new(2024, 1, 9);

    /// <summary>The codes and what they are; the session's tests say which is which.</summary>
    public static TheoryData<string, string, string, ErrorKind> Codes => ServiceErrorTests.Codes;

    public static TheoryData<string, string, RequestShape> Bans
    {
        get
        {
            var bans = new TheoryData<string, string, RequestShape>();
            foreach (string code in (string[])["10001011", "10001005"])
            {
                bans.Add(code, "98 skip 4", RequestShape.MarketDay);
                bans.Add(code, "95 skip 4", RequestShape.StockRange);
                bans.Add(code, "00 skip 1", RequestShape.MarketDay);
                bans.Add(code, "00 skip 2", RequestShape.StockRange);
                bans.Add(code, "00", RequestShape.MarketDay);
                bans.Add(code, "45", RequestShape.MarketDay);
            }
            return bans;
        }
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task Each_code_costs_a_stock_its_tries_or_the_run_its_life_and_no_row_is_lost(
        string code, string itsClass, string errorId, ErrorKind kind)
    {
        using var report = new FaultReport("F8", "error codes of the service");
        await using var rig = await StartAsync();
        rig.Service.Faults.Add($"95:sh.600000 x* error {code}");
        var observer = new RecordingObserver();
        var run = () => rig.RunAsync(Backfill(RequestShape.StockRange), observer);
        bool endsRun = itsClass == "Stop" || errorId == ErrorIds.SourceLoginRefused || kind == ErrorKind.Permission;
        if (endsRun)
        {
            var error = await Assert.ThrowsAsync<StockSyncException>(run);
            Assert.Equal((errorId, kind), (error.ErrorId, error.Kind));
            Assert.Contains(code, error.Message, StringComparison.Ordinal);
            Assert.Equal(SyncRunStatus.Failed, (await rig.RunsAsync())[0].Status);
        }
        else
        {
            await run();
            var failed = Assert.Single(await rig.FailuresAsync());
            Assert.Equal(("600000", errorId, itsClass == "Transient" ? 6 : 1), (failed.Code, failed.Reason, failed.Attempts));
            Assert.Contains(code, failed.LastError, StringComparison.Ordinal);
            Assert.All(observer.Days, d => Assert.Equal((SyncDayStatus.Partial, 1, 0), (d.Status, d.Failed, d.Missing)));
        }
        Assert.Equal(itsClass == "Transient" ? 6 : 1, rig.Service.Log.Entries.Count(e => e.Answer == $"error {code}"));

        rig.Service.Faults.Clear();
        await rig.RunAsync(Backfill(RequestShape.StockRange) with { IgnoreBan = itsClass == "Stop" });
        await TruthChecker.AssertEqualAsync(rig, s_from, s_to);
        report.Right(1);
    }

    [Theory]
    [MemberData(nameof(Bans))]
    public async Task A_ban_stops_three_workers_within_two_frames_of_each_and_the_next_run_is_refused(string code, string where, RequestShape shape)
    {
        using var report = new FaultReport("F8", "bans");
        await using var rig = await StartAsync(connections: 3);
        rig.Settings = rig.Settings with { ThrottleLimit = 3 };
        // Long enough that no worker alone can be through before the others have begun.
        rig.Service.Options.Latency["98"] = rig.Service.Options.Latency["95"] = TimeSpan.FromMilliseconds(40);
        rig.Service.Faults.Add($"{where} x* error {code}");
        var before = DateTime.UtcNow;
        var banned = await Assert.ThrowsAsync<StockSyncException>(() => rig.RunAsync(Backfill(shape)));
        Assert.Equal((ErrorIds.SourceBanned, ErrorKind.Limit), (banned.ErrorId, banned.Kind));

        // The service notes a frame when it comes and answers later: of each other worker one frame may come before the answer that bans, and
        // one that is on its way then cannot be called back. A farewell of a banned client is one frame too many.
        var entries = rig.Service.Log.Entries;
        var ban = entries.First(e => e.Answer == $"error {code}");
        Assert.All(entries.Where(e => e.Number > ban.Number).CountBy(e => e.Connection), c => Assert.True(c.Value <= 2, $"{c}"));
        Assert.DoesNotContain(entries, e => e.Number > ban.Number && (e.Type == "02" || e.Connection == ban.Connection));

        // Stored, so that any process sees it; a cool-down of six hours, said with the one way around it.
        var refused = await Assert.ThrowsAsync<StockSyncException>(() => rig.RunAsync(Backfill(shape) with { Force = true }));
        Assert.Equal(ErrorIds.SourceBanned, refused.ErrorId);
        Assert.Contains("-IgnoreBan", refused.Message + refused.Advice, StringComparison.Ordinal);
        Assert.Contains(code, refused.Message, StringComparison.Ordinal);
        Assert.Equal(entries.Count, rig.Service.Log.Entries.Count);
        await using (var store = Engine.Stores.StoreFactory.Open(rig.Settings, TimeProvider.System))
        {
            var service = await store.Services.GetServiceAsync(rig.Settings.Endpoint!, default);
            Assert.InRange(service.BlockedUntil!.Value, before + rig.Settings.BanCooldown, DateTime.UtcNow + rig.Settings.BanCooldown);
            Assert.Equal(code, service.BlockedReason);
        }

        rig.Service.Faults.Clear();
        await rig.RunAsync(Backfill(shape) with { IgnoreBan = true });
        await TruthChecker.AssertEqualAsync(rig, s_from, s_to);
        // A run that went well ends the cool-down: the next one needs no override.
        await rig.RunAsync(Backfill(shape) with { Force = true });
        report.Right(1);
    }

    static SyncRequest Backfill(RequestShape shape) => new() { Kind = SyncKind.Backfill, From = s_from, To = s_to, Shape = shape };

    static async Task<EngineRig> StartAsync(int connections = 1) => await EngineRig.StartAsync(
        new MadeUpMarket(seed: 29, stocks: 12, s_from, s_to), new MarketServerOptions { MaxConnections = connections });
}
