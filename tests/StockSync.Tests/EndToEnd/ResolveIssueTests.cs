using Microsoft.Extensions.Time.Testing;
using StockSync.Engine.Operations.Health;
using StockSync.Engine.Stores;
using StockSync.Engine.Stores.Contract;
using StockSync.Engine.Stores.Sql;
using StockSync.MarketServer;
using StockSync.Tests.SourceFaults;
using Xunit;

namespace StockSync.Tests.EndToEnd;

/// <summary>What a person accepts by name, and what is shown of it: absences, whole days, doubts, closures, the stock list.</summary>
public sealed class ResolveIssueTests : IAsyncDisposable
{
    static readonly DateOnly s_from = new(2024, 1, 2);
    static readonly DateOnly s_to = new(2024, 1, 31);
    static readonly DateOnly s_day = new(2024, 1, 24);
    static readonly MadeUpMarket s_truth = new(seed: 37, stocks: 600, s_from, s_to);

    readonly ChangingMarket _market = new(s_truth);

    // The evening of the last day but one, in Beijing.
    readonly FakeTimeProvider _clock = new(new DateTimeOffset(2024, 1, 30, 13, 0, 0, TimeSpan.Zero));
    EngineRig? _rig;

    public async ValueTask DisposeAsync()
    {
        if (_rig is not null)
            await _rig.DisposeAsync();
    }

    [Fact]
    public async Task One_absence_is_accepted_by_name_and_shown_for_ever_after()
    {
        string code = Lack(s_day, 1)[0];
        var rig = await FillAsync(new DateOnly(2024, 1, 22));
        var late = Assert.Single(await AllAsync());
        Assert.Equal((code, FailedStockState.Late, 1, null), (late.Code, late.State, late.Answers, late.Note));
        Assert.Equal(new DateTime(2024, 1, 30), late.Since);
        Assert.Empty(await rig.FailuresAsync());

        var day = Assert.Single((await ResolveAsync(new DataIssue(Stock(code), s_day, s_day), "listing suspended")).Days);
        Assert.Equal((SyncDayStatus.Completed, Listed(s_day) - 1, 0, null), (day.Status, day.Expected, day.Late, day.Note));
        var accepted = Assert.Single(await AllAsync());
        Assert.Equal((FailedStockState.NotListed, "listing suspended", null), (accepted.State, accepted.Note, accepted.NextCheck));

        // No daily run asks for it again, and a forced one does not open it.
        await NextDayAsync();
        int asked = rig.Service.Log.Count("95");
        await rig.RunAsync(new SyncRequest { Kind = SyncKind.Day });
        Assert.Equal(asked, rig.Service.Log.Count("95"));
        await rig.RunAsync(new SyncRequest { Kind = SyncKind.Day, Dates = [s_day], Force = true });
        Assert.Equal(SyncDayStatus.Completed, (await DayAsync(s_day)).Status);
        Assert.Equal("listing suspended", Assert.Single(await AllAsync()).Note);
    }

    [Fact]
    public async Task An_accepted_absence_that_a_person_names_is_asked_for_again_and_its_bar_comes_in()
    {
        string code = Lack(s_day, 1)[0];
        var rig = await FillAsync(new DateOnly(2024, 1, 22));
        await ResolveAsync(new DataIssue(Stock(code), s_day, s_day), "listing suspended");
        var named = Assert.Single(await AllAsync());
        var retry = new SyncRequest { Kind = SyncKind.Retry, Targets = [new RetryTarget(Stock(named.Code), DateOnly.FromDateTime(named.From), DateOnly.FromDateTime(named.To))] };

        int asked = rig.BarRequests;
        var still = Assert.Single((await rig.RunAsync(retry)).Days);
        Assert.Equal((SyncDayStatus.Completed, Listed(s_day) - 1, asked + 1), (still.Status, still.Expected, rig.BarRequests));
        Assert.Equal("listing suspended", Assert.Single(await AllAsync()).Note);

        _market.Bar = bar => bar;
        _market.IsListed = (_, _) => true;
        var day = Assert.Single((await rig.RunAsync(retry)).Days);
        Assert.Equal((SyncDayStatus.Completed, Listed(s_day), 1), (day.Status, day.Expected, day.Inserted));
        Assert.Empty(await AllAsync());
        await TruthChecker.AssertEqualAsync(rig, new DateOnly(2024, 1, 22), new DateOnly(2024, 1, 30));
    }

    [Fact]
    public async Task A_day_that_stays_thin_is_accepted_as_a_whole_by_a_person_who_names_it()
    {
        var codes = Lack(s_day, 30);
        var rig = await FillAsync(new DateOnly(2024, 1, 22));
        Assert.Equal((SyncDayStatus.Partial, 30, 0), await StateAsync());
        for (int i = 0; i < 4; i++)
        {
            await NextDayAsync();
            await rig.RunAsync(new SyncRequest { Kind = SyncKind.Retry });
        }
        Assert.Equal((SyncDayStatus.Partial, 30, 0), await StateAsync());

        var day = Assert.Single((await ResolveAsync(new DataIssue(null, s_day, s_day), "half a market")).Days);
        Assert.Equal((SyncDayStatus.Completed, Listed(s_day) - 30, "half a market"), (day.Status, day.Expected, day.Note));
        Assert.Equal(codes.Order(), (await AllAsync()).Select(f => f.Code));
        Assert.All(await AllAsync(), f => Assert.Equal((FailedStockState.NotListed, "half a market"), (f.State, f.Note)));
        // A second time there is nothing left.
        Assert.Equal(ErrorIds.NothingToAccept, Assert.Single((await ResolveAsync(new DataIssue(null, s_day, s_day), "again")).Errors).ErrorId);

        async Task<(SyncDayStatus, int, int)> StateAsync() => await DayAsync(s_day) is var d ? (d.Status, d.Late, d.Waiting) : default;
    }

    [Fact]
    public async Task A_range_of_one_stock_is_accepted_in_one_go_and_stays_one_interval()
    {
        string code = s_truth.ListedCodes(s_day).First();
        DateOnly first = new(2024, 1, 24), last = new(2024, 1, 25);
        _market.Bar = bar => bar.Code == code && bar.Day >= first && bar.Day <= last ? null : bar;
        _market.IsListed = (day, listing) => listing.Code != code || day < first || day > last;
        await FillAsync(new DateOnly(2024, 1, 22));
        var days = (await ResolveAsync(new DataIssue(Stock(code), first, last), "suspended")).Days;
        Assert.Equal([first, last], days.Select(d => DateOnly.FromDateTime(d.Date)));
        Assert.All(days, d => Assert.Equal(SyncDayStatus.Completed, d.Status));
        var accepted = Assert.Single(await AllAsync());
        Assert.Equal((first, last), (DateOnly.FromDateTime(accepted.From), DateOnly.FromDateTime(accepted.To)));
    }

    [Fact]
    public async Task A_doubtful_market_day_is_accepted_once_it_was_said_on_two_days_and_the_next_run_stores_it()
    {
        var before = s_truth.MarketDay(new DateOnly(2024, 1, 29)).ToDictionary(b => b.Code);
        var doubted = new DateOnly(2024, 1, 30);
        _market.Bar = bar => bar.Day == doubted && before.TryGetValue(bar.Code, out var copy) ? copy.With("date", "2024-01-30") : bar;
        var rig = await FillAsync(new DateOnly(2024, 1, 22));
        Assert.Equal((SyncDayStatus.Failed, 0), ((await DayAsync(doubted)).Status, (await DayAsync(doubted)).Stored));

        var issue = new DataIssue(null, doubted, doubted);
        var early = Assert.Single((await ResolveAsync(issue, "why")).Errors);
        Assert.Equal(ErrorIds.NothingToAccept, early.ErrorId);
        Assert.Contains("one Beijing day only", early.Message, StringComparison.Ordinal);
        Assert.Contains("Sync-StockDay 2024-01-30", early.Advice, StringComparison.Ordinal);

        await NextDayAsync();
        var sync = new SyncRequest { Kind = SyncKind.Day, Dates = [doubted] };
        await rig.RunAsync(sync);
        Assert.Equal(SyncDayStatus.Failed, (await DayAsync(doubted)).Status);
        var noted = Assert.Single((await ResolveAsync(issue, "the exchange was down")).Days);
        Assert.Equal((SyncDayStatus.Failed, "the exchange was down"), (noted.Status, noted.Note));
        Assert.Contains("accepted", noted.Reason, StringComparison.Ordinal);

        var day = Assert.Single((await rig.RunAsync(sync)).Days);
        Assert.Equal((SyncDayStatus.Completed, "the exchange was down", Listed(doubted)), (day.Status, day.Note, day.Stored + day.Suspended));
        var health = await HealthAsync();
        Assert.Contains(health.Evidence!.AcceptedItems, i => i is { Kind: "MarketDay", Subject: "2024-01-30", Note: "the exchange was down" });
    }

    [Fact]
    public async Task A_closure_and_a_change_of_the_stock_list_are_accepted_where_they_are_claimed()
    {
        await FillAsync(new DateOnly(2024, 1, 22));
        await using var store = StoreFactory.Open(_rig!.Settings, _clock);
        var today = new DateOnly(2024, 1, 30);
        await store.Claims.PutClaimsAsync(
            [
                new Claim { Kind = ClaimKind.Calendar, Subject = "2023-11-01 2023-11-30", Digest = "a", Detail = "closed", FirstOn = today, LastOn = today },
                new Claim { Kind = ClaimKind.StockList, Subject = "stock list", Digest = "b", Detail = "20 entries", FirstOn = today, LastOn = today },
            ],
            default);
        var closure = await ResolveAsync(new DataIssue(null, new DateOnly(2023, 11, 15), new DateOnly(2023, 11, 15)), "holiday");
        Assert.Equal((new DateTime(2023, 11, 1), SyncDayStatus.Pending, "holiday"), Assert.Single(closure.Days) is var d ? (d.Date, d.Status, d.Note) : default);
        var list = await ResolveAsync(DataIssue.StockList, "reform");
        Assert.Empty(list.Errors);
        Assert.Empty(list.Days);
        Assert.All(await store.Claims.GetClaimsAsync(default), c => Assert.NotNull(c.AcceptedAt));
        Assert.Equal(["holiday", "reform"], (await store.Claims.GetClaimsAsync(default)).Select(c => c.Note).Order());
        Assert.Equal(ErrorIds.NothingToAccept, Assert.Single((await ResolveAsync(DataIssue.StockList, "reform")).Errors).ErrorId);
    }

    [Theory]
    [InlineData("2024-01-24", null, "Get-FailedStock -All")]
    [InlineData("2024-01-24", "complete", "Get-FailedStock -All")]
    [InlineData("2024-01-15", null, "Sync-StockDay 2024-01-15")]
    public async Task Nothing_to_accept_is_one_error_that_names_the_input_and_what_to_do(string date, string? code, string advice)
    {
        await FillAsync(new DateOnly(2024, 1, 22));
        var stock = code is null ? (StockCode?)null : Stock(s_truth.ListedCodes(s_day).First());
        var day = DateOnly.Parse(date, null);
        var seen = await ResolveAsync(new DataIssue(stock, day, day), "why");
        Assert.Empty(seen.Days);
        var error = Assert.Single(seen.Errors);
        Assert.Equal((ErrorIds.NothingToAccept, ErrorKind.NotFound), (error.ErrorId, error.Kind));
        Assert.Contains(stock is null ? date : $"{stock} {date}", error.Message, StringComparison.Ordinal);
        Assert.Contains(advice, error.Advice, StringComparison.Ordinal);
        Assert.IsType<DataIssue>(error.Target);
    }

    [Fact]
    public async Task What_could_not_be_fetched_is_not_accepted_and_the_rest_of_the_input_is()
    {
        var codes = Lack(s_day, 1);
        var rig = await StartAsync();
        // The retries wait a little, so this clock goes.
        var clock = new ShiftedTime();
        clock.Set(_clock.GetUtcNow());
        rig.Time = clock;
        rig.Service.Faults.Add("98:2024-01-25 x* drop");
        await rig.RunAsync(new SyncRequest { Kind = SyncKind.Backfill, From = new DateOnly(2024, 1, 22), To = new DateOnly(2024, 1, 30), Shape = RequestShape.MarketDay });
        DateOnly failed = new(2024, 1, 25);
        var seen = await ResolveAsync([new DataIssue(null, failed, failed), new DataIssue(Stock(codes[0]), s_day, s_day)], "why");
        Assert.Contains("Retry-FailedStock", Assert.Single(seen.Errors).Advice, StringComparison.Ordinal);
        Assert.Equal(s_day, DateOnly.FromDateTime(Assert.Single(seen.Days).Date));
    }

    [Fact]
    public async Task An_empty_database_has_nothing_to_accept_and_is_left_empty()
    {
        var rig = await StartAsync();
        var seen = await ResolveAsync(new DataIssue(null, s_day, s_day), "why");
        Assert.Equal(ErrorIds.NothingToAccept, Assert.Single(seen.Errors).ErrorId);
        Assert.False(File.Exists(rig.Settings.Database));
    }

    [Fact]
    public async Task A_bar_that_was_set_aside_may_be_left_out_for_good()
    {
        string code = s_truth.ListedCodes(s_day).First();
        _market.Bar = bar => bar.Code == code && bar.Day == s_day ? bar.With("high", "0.0100") : bar;
        var rig = await FillAsync(new DateOnly(2024, 1, 22));
        var aside = Assert.Single(await AllAsync());
        Assert.Equal((Stock(code).ToString(), FailedStockState.Quarantined), (aside.Code, aside.State));
        var day = Assert.Single((await ResolveAsync(new DataIssue(Stock(code), s_day, s_day), "known to be wrong")).Days);
        Assert.Equal((SyncDayStatus.Completed, Listed(s_day) - 1, 0), (day.Status, day.Expected, day.Quarantined));
        await rig.RunAsync(new SyncRequest { Kind = SyncKind.Day, Dates = [s_day], Force = true });
        Assert.Equal(SyncDayStatus.Completed, (await DayAsync(s_day)).Status);
        Assert.Equal("known to be wrong", Assert.Single(await AllAsync()).Note);
    }

    static int Listed(DateOnly day) => s_truth.ListedCodes(day).Count();

    static StockCode Stock(string code) => StockCode.TryParse(code, out var stock) ? stock : throw new ArgumentException(code);

    // From now on so many stocks stand in neither list nor bars of a day; their six digits.
    List<string> Lack(DateOnly day, int count)
    {
        var codes = s_truth.ListedCodes(day).Take(count).ToHashSet();
        _market.Bar = bar => bar.Day == day && codes.Contains(bar.Code) ? null : bar;
        _market.IsListed = (d, listing) => d != day || !codes.Contains(listing.Code);
        return [.. codes.Select(c => Stock(c).ToString())];
    }

    async Task<EngineRig> StartAsync()
    {
        _rig = await EngineRig.StartAsync(_market);
        _rig.Time = _clock;
        return _rig;
    }

    async Task<EngineRig> FillAsync(DateOnly from)
    {
        var rig = await StartAsync();
        await rig.BackfillAsync(from, new DateOnly(2024, 1, 30), RequestShape.MarketDay);
        return rig;
    }

    Task NextDayAsync()
    {
        _clock.Advance(TimeSpan.FromDays(1));
        return Task.CompletedTask;
    }

    Task<List<FailedStock>> AllAsync() => _rig!.ReadAsync(e => e.GetFailedStocksAsync(true, CancellationToken.None));

    async Task<SyncDay> DayAsync(DateOnly day) => (await _rig!.CheckpointAsync()).Single(d => DateOnly.FromDateTime(d.Date) == day);

    async Task<SyncHealth> HealthAsync()
    {
        await using var store = StoreFactory.Open(_rig!.Settings, _clock);
        return await new HealthReader(_rig.Settings, store, "made-up:1", _clock).ReadAsync(null, CancellationToken.None);
    }

    Task<RecordingObserver> ResolveAsync(DataIssue issue, string note) => ResolveAsync([issue], note);

    async Task<RecordingObserver> ResolveAsync(IReadOnlyList<DataIssue> issues, string note)
    {
        var observer = new RecordingObserver();
        await using var engine = _rig!.Open();
        await engine.ResolveIssuesAsync(issues, note, observer, CancellationToken.None);
        return observer;
    }
}
