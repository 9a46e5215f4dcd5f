using Microsoft.Extensions.Time.Testing;
using StockSync.Engine.Operations.Alerts;
using StockSync.Engine.Operations.Health;
using StockSync.Engine.ScheduledSync;
using StockSync.Engine.Stores;
using StockSync.Engine.Stores.Contract;
using StockSync.MarketServer;
using Xunit;

namespace StockSync.Tests.EndToEnd;

/// <summary>What the service claims of calendar and stock list: recorded once, counted by Beijing days, and over when it is not said any more.</summary>
public sealed class ClaimTests : IAsyncDisposable
{
    static readonly DateOnly s_from = new(2024, 1, 2);
    static readonly DateOnly s_to = new(2024, 3, 29);
    static readonly MadeUpMarket s_truth = new(seed: 5, stocks: 60, s_from, s_to);

    readonly ReferenceMarket _market = new(s_truth);

    // Nine in the evening of the first day of February, in Beijing.
    readonly FakeTimeProvider _clock = new(new DateTimeOffset(2024, 2, 1, 13, 0, 0, TimeSpan.Zero));
    EngineRig? _rig;

    public async ValueTask DisposeAsync()
    {
        if (_rig is not null)
            await _rig.DisposeAsync();
    }

    [Fact]
    public async Task A_closure_that_goes_on_is_one_claim_that_counts_its_days_and_is_accepted_on_the_third()
    {
        var rig = await StartAsync();
        await rig.BackfillAsync(s_from, new DateOnly(2024, 2, 1));
        _market.Calendar = [.. s_truth.Calendar.Select(d => d.Day > new DateOnly(2024, 2, 1) ? new MarketCalendarDay(d.Day, false) : d)];
        _clock.Advance(TimeSpan.FromDays(24));
        for (int answers = 1; answers <= 3; answers++)
        {
            await rig.RunAsync(new SyncRequest { Kind = SyncKind.Day });
            var claim = Assert.Single(await ClaimsAsync(), c => c.Kind == ClaimKind.Calendar);
            Assert.Equal(("2024-02-02 2024-12-31", answers), (claim.Subject, claim.Answers));
            _clock.Advance(TimeSpan.FromDays(1));
        }
        var health = await HealthAsync();
        Assert.DoesNotContain(health.Evidence!.WaitingFor, i => i.Kind == "Calendar");
    }

    [Fact]
    public async Task A_large_change_of_the_stock_list_is_over_once_it_is_taken_or_not_said_any_more()
    {
        var rig = await StartAsync();
        await rig.BackfillAsync(s_from, new DateOnly(2024, 2, 1));
        var whole = _market.Securities;
        _market.Securities = [.. whole.Where((_, i) => i % 3 != 0)];
        _clock.Advance(TimeSpan.FromDays(1));
        await rig.RunAsync(new SyncRequest { Kind = SyncKind.Day });
        Assert.Equal("StockList", Assert.Single((await HealthAsync()).Evidence!.WaitingFor, i => i.Kind == "StockList").Kind);
        _market.Securities = whole;
        _clock.Advance(TimeSpan.FromDays(1));
        await rig.RunAsync(new SyncRequest { Kind = SyncKind.Day, Force = true });
        Assert.DoesNotContain(await ClaimsAsync(), c => c.Kind == ClaimKind.StockList);
    }

    [Fact]
    public async Task What_a_try_accepts_although_it_is_unusual_is_found_once()
    {
        DateOnly day = new(2024, 1, 24);
        var market = new SourceFaults.ChangingMarket(new MadeUpMarket(seed: 37, stocks: 600, new DateOnly(2024, 1, 2), new DateOnly(2024, 1, 31)));
        var codes = market.ListedCodes(day).Take(5).ToHashSet();
        market.Bar = bar => bar.Day == day && codes.Contains(bar.Code) ? null : bar;
        market.IsListed = (d, listing) => d != day || !codes.Contains(listing.Code);
        _rig = await EngineRig.StartAsync(market);
        _rig.Time = _clock;
        await _rig.BackfillAsync(new DateOnly(2024, 1, 22), new DateOnly(2024, 1, 30), RequestShape.MarketDay);
        for (int i = 0; i < 2; i++)
        {
            Assert.Empty(await FindAsync());
            _clock.Advance(TimeSpan.FromDays(1));
            await _rig.RunAsync(new SyncRequest { Kind = SyncKind.Retry });
        }
        Assert.Equal(new AcceptedEvidence("2024-01-24", 5), Assert.Single(await FindAsync()));
        _clock.Advance(TimeSpan.FromDays(1));
        Assert.Empty(await FindAsync());

        // As after a try that began a minute before the last run.
        async Task<IReadOnlyList<AcceptedEvidence>> FindAsync()
        {
            await using var store = StoreFactory.Open(_rig!.Settings, _clock);
            var made = new ScheduledAttempt { AttemptId = "t", StartedAt = _clock.GetUtcNow().UtcDateTime.AddMinutes(-1) };
            return await UnusualAbsences.FindAsync(store, made, await store.Days.GetDaysAsync(null, null, default), default);
        }
    }

    async Task<EngineRig> StartAsync()
    {
        _rig = await EngineRig.StartAsync(_market);
        _rig.Time = _clock;
        return _rig;
    }

    async Task<IReadOnlyList<Claim>> ClaimsAsync()
    {
        await using var store = StoreFactory.Open(_rig!.Settings, _clock);
        return await store.Claims.GetClaimsAsync(default);
    }

    async Task<SyncHealth> HealthAsync()
    {
        await using var store = StoreFactory.Open(_rig!.Settings, _clock);
        return await new HealthReader(_rig.Settings, store, "made-up:1", _clock).ReadAsync(null, CancellationToken.None);
    }

    /// <summary>A market whose calendar and stock list the test changes.</summary>
    sealed class ReferenceMarket(IMarket inner) : IMarket
    {
        public IReadOnlyList<MarketCalendarDay> Calendar { get; set; } = inner.Calendar;

        public IReadOnlyList<MarketSecurity> Securities { get; set; } = inner.Securities;

        public bool KnowsAdjustFactors => inner.KnowsAdjustFactors;

        public IEnumerable<MarketBar> StockRange(string code, DateOnly first, DateOnly last) => inner.StockRange(code, first, last);

        public IEnumerable<MarketBar> MarketDay(DateOnly day) => inner.MarketDay(day);

        public IEnumerable<MarketListing> ListedOn(DateOnly day) => inner.ListedOn(day);

        public IReadOnlyList<MarketAdjustFactor> AdjustFactors(string code) => inner.AdjustFactors(code);

        public IEnumerable<MarketAdjustFactor> AdjustFactorsOn(DateOnly day) => inner.AdjustFactorsOn(day);
    }
}
