using Microsoft.Extensions.Time.Testing;
using StockSync.Engine.Operations.Health;
using StockSync.Engine.Stores;
using StockSync.Engine.Stores.Sql;
using StockSync.MarketServer;
using StockSync.Tests.SourceFaults;
using Xunit;

namespace StockSync.Tests.EndToEnd;

/// <summary>Who does what an alert, an error or the health of a copy advises must not make anything worse: each advice about incomplete days is followed here.</summary>
public sealed class AdviceTests : IAsyncDisposable
{
    static readonly DateOnly s_from = new(2024, 1, 22);
    static readonly DateOnly s_newest = new(2024, 1, 31);
    static readonly MadeUpMarket s_truth = new(seed: 37, stocks: 600, new DateOnly(2024, 1, 2), s_newest);

    readonly ChangingMarket _market = new(s_truth);

    // Nine in the evening in Beijing.
    readonly FakeTimeProvider _clock = new(new DateTimeOffset(2024, 1, 31, 13, 0, 0, TimeSpan.Zero));
    EngineRig? _rig;

    public async ValueTask DisposeAsync()
    {
        if (_rig is not null)
            await _rig.DisposeAsync();
    }

    public static TheoryData<SyncRequest> ByHand => new(
        new SyncRequest { Kind = SyncKind.Retry },
        new SyncRequest { Kind = SyncKind.Day, Dates = [s_newest] },
        new SyncRequest { Kind = SyncKind.Day });

    // AdviceDayIncomplete: "To retry now, run Sync-StockDay <day> and Retry-FailedStock."
    [Theory]
    [MemberData(nameof(ByHand))]
    public async Task Retrying_by_hand_after_a_half_published_day_keeps_it_partial_until_the_rest_is_there(SyncRequest byHand)
    {
        var rig = await StartAsync();
        var published = s_truth.ListedCodes(s_newest).Take(300).ToHashSet();
        _market.Bar = bar => bar.Day < s_newest || published.Contains(bar.Code) ? bar : null;
        _market.IsListed = (day, listing) => day < s_newest || published.Contains(listing.Code);
        await rig.BackfillAsync(s_from, s_newest, RequestShape.MarketDay);
        for (int i = 0; i < 4; i++)
        {
            await rig.RunAsync(byHand);
            Assert.Equal((SyncDayStatus.Partial, 300), await NewestAsync());
            _clock.Advance(TimeSpan.FromHours(10));
        }
        (_market.Bar, _market.IsListed) = (bar => bar, (_, _) => true);
        await rig.RunAsync(byHand);
        Assert.Equal((SyncDayStatus.Completed, s_truth.ListedCodes(s_newest).Count()), await NewestAsync());
    }

    // OldGaps of a copy of chosen stocks: "Run Retry-FailedStock -From <day> -To <day>".
    [Fact]
    public async Task The_advice_for_gaps_of_a_copy_of_chosen_stocks_fills_them_and_does_not_widen_it()
    {
        var rig = await StartAsync();
        StockCode[] chosen = [.. s_truth.ListedCodes(s_from).Take(3).Select(Stock)];
        await rig.RunAsync(new SyncRequest { Kind = SyncKind.Backfill, Codes = chosen, From = s_from, To = new DateOnly(2024, 1, 23) });
        await rig.RunAsync(new SyncRequest { Kind = SyncKind.Backfill, Codes = chosen, From = s_newest, To = s_newest });
        _clock.Advance(TimeSpan.FromHours(2));
        var health = await HealthAsync();
        Assert.Equal(("Chosen", 3), (health.Scope, health.ScopeStocks));
        // Five days that nobody asked for, each lacking three bars.
        Assert.Equal((5, 15), (health.Gaps!.Count, (int)health.Gaps.Rows));
        var reason = Assert.Single(health.Reasons, r => r.Code == "OldGaps");
        Assert.Contains("Retry-FailedStock -From 2024-01-24 -To 2024-01-25", reason.Advice, StringComparison.Ordinal);
        Assert.DoesNotContain("Start-StockBackfill", reason.Advice, StringComparison.Ordinal);

        var days = (await rig.RunAsync(new SyncRequest
        {
            Kind = SyncKind.Retry,
            Targets = [new RetryTarget(null, new DateOnly(2024, 1, 24), new DateOnly(2024, 1, 25))],
        })).Days;
        Assert.Equal(2, days.Count);
        Assert.All(days, d => Assert.Equal((SyncDayStatus.Completed, 3), (d.Status, d.Expected)));
        await using var store = StoreFactory.Open(rig.Settings, _clock);
        Assert.Equal(chosen.Order(), (await store.Claims.GetCopyAsync(default)).Codes.Order());
        Assert.DoesNotContain((await HealthAsync()).Reasons, r => r.Code == "OldGaps");
    }

    // QuarantinedBars: "Run Get-FailedStock -All | Where-Object State -eq Quarantined | Retry-FailedStock".
    [Fact]
    public async Task The_advice_for_bars_that_were_set_aside_takes_in_what_the_service_has_put_right()
    {
        string code = s_truth.ListedCodes(s_from).First();
        _market.Bar = bar => bar.Code == code && bar.Day == s_from ? bar.With("high", "0.0100") : bar;
        var rig = await StartAsync();
        await rig.BackfillAsync(s_from, s_newest, RequestShape.MarketDay);
        Assert.Equal(SyncDayStatus.Partial, (await rig.CheckpointAsync())[0].Status);
        _market.Bar = bar => bar;
        var aside = (await rig.ReadAsync(e => e.GetFailedStocksAsync(true, CancellationToken.None))).Where(f => f.State == FailedStockState.Quarantined);
        await rig.RunAsync(new SyncRequest
        {
            Kind = SyncKind.Retry,
            Targets = [.. aside.Select(f => new RetryTarget(Stock(f.Code), DateOnly.FromDateTime(f.From), DateOnly.FromDateTime(f.To)))],
        });
        Assert.Equal(SyncDayStatus.Completed, (await rig.CheckpointAsync())[0].Status);
        var health = await HealthAsync();
        Assert.Equal((0, 0), (health.Quarantined, health.Evidence!.QuarantinedStocks));
    }

    // ThinDays: "Each run requests them again ... accept the day: Resolve-DataIssue -Date <day>".
    [Fact]
    public async Task A_day_that_stays_thin_is_told_with_its_advice_and_the_advice_ends_it()
    {
        var thin = s_truth.ListedCodes(s_from).Take(30).ToHashSet();
        _market.Bar = bar => bar.Day == s_from && thin.Contains(bar.Code) ? null : bar;
        _market.IsListed = (day, listing) => day != s_from || !thin.Contains(listing.Code);
        var rig = await StartAsync();
        await rig.BackfillAsync(s_from, s_newest, RequestShape.MarketDay);
        Assert.DoesNotContain((await HealthAsync()).Reasons, r => r.Code == "ThinDays");
        _clock.Advance(TimeSpan.FromDays(1));
        await rig.RunAsync(new SyncRequest { Kind = SyncKind.Retry });
        var health = await HealthAsync();
        Assert.Equal((1, 30), (health.Evidence!.Doubted, health.Evidence.DoubtedStocks));
        Assert.Contains("Resolve-DataIssue -Date 2024-01-22", Assert.Single(health.Reasons, r => r.Code == "ThinDays").Advice, StringComparison.Ordinal);

        await using (var engine = rig.Open())
            await engine.ResolveIssuesAsync([new DataIssue(null, s_from, s_from)], "a holiday in Shenzhen", new RecordingObserver(), CancellationToken.None);
        health = await HealthAsync();
        Assert.DoesNotContain(health.Reasons, r => r.Code is "ThinDays" or "OldGaps");
        Assert.Equal((0, 0, 31), (health.Evidence!.Doubted, health.Evidence.DoubtedStocks, health.Evidence.Accepted));
    }

    static StockCode Stock(string code) => StockCode.TryParse(code, out var stock) ? stock : throw new ArgumentException(code);

    async Task<EngineRig> StartAsync()
    {
        _rig = await EngineRig.StartAsync(_market);
        _rig.Time = _clock;
        return _rig;
    }

    async Task<(SyncDayStatus, int)> NewestAsync() => (await _rig!.CheckpointAsync()).Single(d => DateOnly.FromDateTime(d.Date) == s_newest) is var day ? (day.Status, day.Stored + day.Suspended) : default;

    async Task<SyncHealth> HealthAsync()
    {
        await using var store = StoreFactory.Open(_rig!.Settings, _clock);
        return await new HealthReader(_rig.Settings, store, "made-up:1", _clock).ReadAsync(null, CancellationToken.None);
    }
}
