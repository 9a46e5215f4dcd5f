using Microsoft.Extensions.Time.Testing;
using StockSync.Engine;
using StockSync.MarketServer;
using Xunit;

namespace StockSync.Tests.EndToEnd;

/// <summary>
/// A service that blacklists an address at its second connection and at request 50,001 of a Beijing day, as the real one does: the default
/// settings never get there, however long the range and however often a run is repeated.
/// </summary>
public class NeverBannedTests
{
    static readonly DateOnly s_from = new(2024, 1, 2);
    static readonly DateOnly s_to = new(2024, 1, 31);

    [Fact]
    public async Task However_often_everything_is_asked_for_again_in_one_day_request_50001_is_never_sent()
    {
        // A scale of one to a hundred: the same ratio of budget and quota, and ranges that would need many times as much.
        await using var rig = await EngineRig.StartAsync(new MadeUpMarket(seed: 13, stocks: 60, s_from, s_to), new MarketServerOptions { DailyQuota = 500 });
        rig.Settings = rig.Settings with { DailyBudget = new SyncSettings().DailyBudget / 100 };
        for (int i = 0; i < 12; i++)
        {
            var force = new SyncRequest { Kind = SyncKind.Backfill, From = s_from, To = s_to, Shape = RequestShape.StockRange, Force = true };
            await rig.RunAsync(force);
        }
        Assert.False(rig.Service.HasBlacklisted);
        Assert.InRange(rig.Service.Log.Entries.Count, rig.Settings.DailyBudget - 20, rig.Settings.DailyBudget);
        Assert.Equal(1, rig.Service.Log.MostConnectionsAtOnce);
        Assert.Equal(SyncRunStatus.Stopped, (await rig.RunsAsync())[0].Status);
    }

    [Fact]
    public void The_default_settings_keep_their_distance_from_what_the_service_allows()
    {
        var settings = new SyncSettings();
        Assert.Equal(1, settings.ThrottleLimit);
        Assert.InRange(settings.DailyBudget, 1, 45_000);
    }

    [Fact]
    public async Task The_budget_is_that_of_the_Beijing_day_and_a_new_day_goes_on()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2024, 2, 20, 15, 0, 0, TimeSpan.Zero)) { AutoAdvanceAmount = TimeSpan.FromMilliseconds(1) };
        await using var rig = await EngineRig.StartAsync(
            new MadeUpMarket(seed: 13, stocks: 60, s_from, s_to), new MarketServerOptions { DailyQuota = 44, TimeProvider = time });
        rig.Settings = rig.Settings with { DailyBudget = 40 };
        var request = new SyncRequest { Kind = SyncKind.Backfill, From = s_from, To = s_to, Shape = RequestShape.StockRange };

        await RunAsync(rig, request, time);
        Assert.Contains("2024-02-21 00:00", Assert.Single((await RunAsync(rig, request, time)).Warnings), StringComparison.Ordinal);
        // 23:00 in Beijing was the last hour of the budget.
        time.Advance(TimeSpan.FromHours(1));
        await RunAsync(rig, request, time);
        await TruthChecker.AssertEqualAsync(rig, s_from, s_to);
        Assert.False(rig.Service.HasBlacklisted);
    }

    static async Task<RecordingObserver> RunAsync(EngineRig rig, SyncRequest request, TimeProvider time)
    {
        var observer = new RecordingObserver();
        await using var engine = EngineFactory.Create(rig.Settings, time);
        await engine.RunAsync(request, observer, CancellationToken.None);
        return observer;
    }
}
