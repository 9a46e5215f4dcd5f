using System.Globalization;
using StockSync.Engine.Stores.Sql;
using StockSync.MarketServer;
using StockSync.Tests.EndToEnd;
using StockSync.Tests.Soak;
using Xunit;

namespace StockSync.Tests.SourceFaults;

/// <summary>A source that corrects its past: exactly the corrected bars change, and only once.</summary>
public class RevisionTests
{
    static readonly DateOnly s_from = new(2024, 1, 2);
    static readonly DateOnly s_to = new(2024, 2, 29);

    [Theory]
    [InlineData(RequestShape.MarketDay, 1)]
    [InlineData(RequestShape.MarketDay, 40)]
    [InlineData(RequestShape.StockRange, 1)]
    [InlineData(RequestShape.StockRange, 40)]
    public async Task Asked_again_by_force_exactly_the_corrected_bars_are_updated_and_a_second_time_none(RequestShape shape, int count)
    {
        using var report = new FaultReport("F10", "bars corrected later");
        var truth = new MadeUpMarket(seed: 41, stocks: 20, s_from, s_to);
        var market = new ChangingMarket(truth);
        await using var rig = await EngineRig.StartAsync(market);
        await rig.BackfillAsync(s_from, s_to, shape);

        var bars = truth.AShareBars(s_from, s_to).ToArray();
        new Random(count).Shuffle(bars);
        var corrected = bars.Take(count).Select((b, i) => Correct(b, i)).ToDictionary(b => (b.Code, b.Day));
        market.Bar = bar => corrected.GetValueOrDefault((bar.Code, bar.Day)) ?? bar;
        var request = new SyncRequest { Kind = SyncKind.Backfill, From = s_from, To = s_to, Shape = shape, Force = true };

        var first = await rig.RunAsync(request);
        Assert.Equal((0, count, bars.Length - count), Sum(first));
        foreach (var day in first.Days)
            Assert.Equal(corrected.Keys.Count(k => k.Day == DateOnly.FromDateTime(day.Date)), day.Updated);
        await TruthChecker.AssertEqualAsync(rig, s_from, s_to);

        var second = await rig.RunAsync(request);
        Assert.Equal((0, 0, bars.Length), Sum(second));
        Assert.Equal([0, count, bars.Length], (await rig.RunsAsync()).Select(r => (int)(r.Updated + r.Inserted)));
        report.Right(count);
    }

    [Fact]
    public async Task A_bar_that_is_corrected_while_its_day_is_still_open_is_updated_when_the_day_is_asked_for_again()
    {
        using var report = new FaultReport("F10", "bars corrected later");
        var truth = new MadeUpMarket(seed: 43, stocks: 20, s_from, s_to);
        var market = new ChangingMarket(truth);
        await using var rig = await EngineRig.StartAsync(market);
        var day = truth.TradingDays(s_from, s_to).Skip(10).First();
        var late = truth.MarketDay(day).Last();
        var old = truth.MarketDay(day).First(b => b.TradeStatus == "1");
        market.Bar = bar => bar == late || bar.Code == late.Code && bar.Day == day ? null : bar;
        await rig.BackfillAsync(s_from, s_to, RequestShape.MarketDay);
        market.Bar = bar => bar.Code == old.Code && bar.Day == day ? Correct(old, 0) : bar;
        var seen = await rig.BackfillAsync(s_from, s_to, RequestShape.MarketDay);
        var settled = Assert.Single(seen.Days, d => DateOnly.FromDateTime(d.Date) == day);
        Assert.Equal((SyncDayStatus.Completed, 1, 1), (settled.Status, settled.Inserted, settled.Updated));
        await TruthChecker.AssertEqualAsync(rig, s_from, s_to);
        report.Right(1);
    }

    // Each kind of cell in turn, so that none is left out of the comparison.
    static MarketBar Correct(MarketBar bar, int which) => (which % 6) switch
    {
        0 => bar.With("amount", Raise(bar.Amount, 4)),
        1 => bar.With("pctChg", Raise(bar.PctChg, 6)),
        2 => bar.With("isST", bar.IsSt == "1" ? "0" : "1"),
        3 => bar.With("preclose", Raise(bar.Preclose, 4)),
        4 => bar.With("peTTM", Raise(bar.PeTtm, 6)),
        _ => bar.With("turn", Raise(bar.Turn, 6)),
    };

    static string Raise(string number, int decimals) =>
        (decimal.Parse(number.Length == 0 ? "0" : number, CultureInfo.InvariantCulture) + 0.01m).ToString($"F{decimals}", CultureInfo.InvariantCulture);

    static (int Inserted, int Updated, int Unchanged) Sum(RecordingObserver seen) =>
        (seen.Days.Sum(d => d.Inserted), seen.Days.Sum(d => d.Updated), seen.Days.Sum(d => d.Unchanged));
}
