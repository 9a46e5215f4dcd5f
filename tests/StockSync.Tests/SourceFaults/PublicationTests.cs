using Microsoft.Extensions.Time.Testing;
using StockSync.Engine.Stores.Sql;
using StockSync.MarketServer;
using StockSync.Tests.EndToEnd;
using StockSync.Tests.Soak;
using Xunit;

namespace StockSync.Tests.SourceFaults;

/// <summary>The evening of a trading day: its bars come out bit by bit, and the day is complete when all of them are out.</summary>
public class PublicationTests
{
    static readonly DateOnly s_from = new(2024, 1, 22);
    static readonly DateOnly s_newest = new(2024, 1, 31);

    // So many that a twentieth of them is more than the few stocks that may rightly be absent from a day's list.
    static readonly MadeUpMarket s_truth = new(seed: 37, stocks: 600, s_from, s_newest);

    [Theory]
    [InlineData(RequestShape.MarketDay, false)]
    [InlineData(RequestShape.MarketDay, true)]
    [InlineData(RequestShape.StockRange, false)]
    [InlineData(RequestShape.StockRange, true)]
    public async Task The_newest_day_is_completed_when_all_of_it_is_out_and_each_try_asks_only_for_what_is_missing(
        RequestShape shape, bool isListPartialToo)
    {
        using var report = new FaultReport("F9", "a day published bit by bit");
        var (rig, market, clock) = await StartAsync();
        await using var _ = rig;
        await rig.BackfillAsync(s_from, s_newest.AddDays(-1), shape);
        int all = s_truth.ListedCodes(s_newest).Count();
        var published = new HashSet<string>();
        foreach (int share in (int[])[30, 95, 100])
        {
            var missing = s_truth.ListedCodes(s_newest).Where(c => !published.Contains(c)).ToHashSet();
            published = [.. s_truth.ListedCodes(s_newest).Take(all * share / 100)];
            market.Bar = bar => bar.Day < s_newest || published.Contains(bar.Code) ? bar : null;
            market.IsListed = (day, listing) => !isListPartialToo || day < s_newest || published.Contains(listing.Code);
            int before = rig.Service.Log.Entries.Count;

            var seen = await rig.RunAsync(new SyncRequest { Kind = SyncKind.Day, Shape = shape });

            var day = Assert.Single(seen.Days);
            Assert.Equal(s_newest, DateOnly.FromDateTime(day.Date));
            Assert.Equal(share == 100 ? SyncDayStatus.Completed : SyncDayStatus.Partial, day.Status);
            Assert.Equal(published.Count, day.Stored + day.Suspended);
            Assert.Equal(all - published.Count, day.Late);
            var asked = rig.Service.Log.Entries.Skip(before).Where(e => e.Type is "95" or "98").ToList();
            Assert.All(asked, e => Assert.Equal((s_newest, s_newest), (e.From, e.To ?? e.From)));
            if (shape == RequestShape.StockRange)
                Assert.Equal(missing.Order(), asked.Select(e => e.Code).Order());
            else
                Assert.Single(asked);
            clock.Advance(TimeSpan.FromMinutes(90));
        }
        int frames = rig.Service.Log.Entries.Count;
        var done = await rig.RunAsync(new SyncRequest { Kind = SyncKind.Day });
        Assert.Equal(SyncDayStatus.Completed, Assert.Single(done.Days).Status);
        Assert.Equal(frames, rig.Service.Log.Entries.Count);
        report.Right(3);
    }

    [Theory]
    [InlineData(RequestShape.MarketDay)]
    [InlineData(RequestShape.StockRange)]
    public async Task A_service_that_still_shows_yesterday_leaves_the_day_open_and_the_checkpoint_where_it_was(RequestShape shape)
    {
        using var report = new FaultReport("F9", "a day published bit by bit");
        var (rig, market, clock) = await StartAsync();
        await using var _ = rig;
        await rig.BackfillAsync(s_from, s_newest.AddDays(-1), shape);
        market.Bar = bar => bar.Day < s_newest ? bar : null;
        market.IsListed = (day, _) => day < s_newest;
        var before = (await rig.CheckpointAsync()).Select(d => (d.Date, d.Status, d.Stored, d.SettledAt)).ToList();
        for (int attempt = 0; attempt < 3; attempt++)
        {
            var seen = await rig.RunAsync(new SyncRequest { Kind = SyncKind.Day, Shape = shape });
            var day = Assert.Single(seen.Days);
            Assert.NotEqual(SyncDayStatus.Completed, day.Status);
            Assert.NotEqual(SyncDayStatus.Skipped, day.Status);
            Assert.Equal(0, day.Stored + day.Suspended);
            var days = await rig.CheckpointAsync();
            Assert.Equal(before, days.Where(d => DateOnly.FromDateTime(d.Date) < s_newest).Select(d => (d.Date, d.Status, d.Stored, d.SettledAt)));
            clock.Advance(TimeSpan.FromMinutes(90));
        }
        (market.Bar, market.IsListed) = (bar => bar, (_, _) => true);
        await rig.RunAsync(new SyncRequest { Kind = SyncKind.Day, Shape = shape });
        await TruthChecker.AssertEqualAsync(rig, s_from, s_newest);
        Assert.All(await rig.CheckpointAsync(), d => Assert.Equal(SyncDayStatus.Completed, d.Status));
        report.Right(3);
    }

    // Six in the evening in Beijing, half an hour after the bars should be out.
    static async Task<(EngineRig Rig, ChangingMarket Market, FakeTimeProvider Clock)> StartAsync()
    {
        var market = new ChangingMarket(s_truth);
        var clock = new FakeTimeProvider(new DateTimeOffset(2024, 1, 31, 10, 0, 0, TimeSpan.Zero));
        var rig = await EngineRig.StartAsync(market);
        rig.Time = clock;
        return (rig, market, clock);
    }
}
