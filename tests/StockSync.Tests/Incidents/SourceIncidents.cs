using StockSync.Engine.Stores.Sql;
using StockSync.MarketServer;
using StockSync.Tests.EndToEnd;
using StockSync.Tests.SourceFaults;
using Xunit;

namespace StockSync.Tests.Incidents;

/// <summary>What once went wrong between the service and the rows.</summary>
public class SourceIncidents
{
    static readonly DateOnly s_from = new(2024, 1, 2);
    static readonly DateOnly s_to = new(2024, 1, 31);

    [Theory]
    [InlineData(RequestShape.MarketDay)]
    [InlineData(RequestShape.StockRange)]
    public async Task Incident_three_workers_shared_one_connection_and_four_of_five_answers_were_lost(RequestShape shape)
    {
        var options = new MarketServerOptions { MaxConnections = 3 };
        options.Latency["95"] = options.Latency["98"] = TimeSpan.FromMilliseconds(15);
        await using var rig = await StartAsync(options);
        rig.Settings = rig.Settings with { ThrottleLimit = 3 };
        await rig.BackfillAsync(s_from, s_to, shape);
        await TruthChecker.AssertEqualAsync(rig, s_from, s_to);
        var run = (await rig.RunsAsync())[0];
        Assert.Equal((SyncRunStatus.Completed, 0), (run.Status, run.Retries));
        // Three, each with a login of its own, kept for the whole run; no request was lost or asked twice.
        Assert.Equal(3, rig.Service.Log.MostConnectionsAtOnce);
        Assert.Equal(3, rig.Service.Log.Count("00"));
        Assert.All(rig.Service.Log.Entries.GroupBy(e => e.Connection), c => Assert.Equal("00", c.First().Type));
        Assert.All(
            rig.Service.Log.Entries.Where(e => e.Type is "95" or "98").GroupBy(e => (e.Code, e.From)), g => Assert.Single(g));
    }

    [Fact]
    public async Task Incident_every_second_code_was_lost_from_the_stock_list_and_the_names_had_shifted()
    {
        await using var rig = await StartAsync();
        await rig.BackfillAsync(s_from, s_to);
        var published = rig.Market.Securities.Where(s => s.IsAShare).Select(s => (s.Code[3..], Clean(s.Name)));
        var stored = await rig.ReadAsync(e => e.GetStocksAsync(false, CancellationToken.None));
        Assert.Equal(published.Order(), stored.Select(s => (s.Code, s.Name)).Order());
        Assert.Equal(rig.Market.Securities.Count(s => s.IsAShare), stored.DistinctBy(s => s.Name).Count());
        // Indexes, funds, bonds and B shares are in the service's list, and in none of ours.
        Assert.Contains(rig.Market.Securities, s => s.Type != 1);
        Assert.DoesNotContain(stored, s => s.Code is "399001" or "510050" or "113001" or "900901" or "200002");
    }

    [Theory]
    [InlineData(RequestShape.MarketDay)]
    [InlineData(RequestShape.StockRange)]
    public async Task Incident_an_index_took_the_place_of_the_stock_with_its_six_digits(RequestShape shape)
    {
        var truth = new MadeUpMarket(seed: 73, stocks: 25, s_from, s_to);
        // The index before the bank in every answer that could hold both, as in the lists of the day.
        var market = new ChangingMarket(truth) { Extra = day => truth.StockRange("sh.000001", day, day) };
        Assert.NotNull(truth.Bar("sz.000001", s_from));
        Assert.NotEmpty(market.Extra(s_from));
        await using var rig = await EngineRig.StartAsync(market);
        await rig.BackfillAsync(s_from, s_to, shape);
        var bars = await rig.ReadAsync(e => e.GetBarsAsync(new BarQuery { Codes = [new StockCode(1)] }, CancellationToken.None));
        foreach (var bar in bars)
        {
            Assert.Equal(Exchange.SZ, bar.Exchange);
            Assert.Null(TruthChecker.Difference(bar, truth.Bar("sz.000001", DateOnly.FromDateTime(bar.Date))!));
        }
        Assert.Equal(truth.StockRange("sz.000001", s_from, s_to).Count(), bars.Count);
        Assert.All(await rig.CheckpointAsync(), d => Assert.Equal((SyncDayStatus.Completed, d.Expected), (d.Status, d.Stored + d.Suspended)));
        Assert.DoesNotContain(rig.Service.Log.Entries, e => e.Code == "sh.000001");
    }

    [Theory]
    [InlineData("1", RequestShape.MarketDay)]
    [InlineData("2", RequestShape.MarketDay)]
    [InlineData("2", RequestShape.StockRange)]
    public async Task Incident_two_price_bases_stood_in_one_column(string flag, RequestShape shape)
    {
        var truth = new MadeUpMarket(seed: 79, stocks: 12, s_from, s_to);
        var market = new ChangingMarket(truth);
        await using var rig = await EngineRig.StartAsync(market);
        await rig.BackfillAsync(s_from, new DateOnly(2024, 1, 15), shape);
        // The service mixes up what is asked for: not one adjusted price may join the raw ones.
        market.Bar = bar => bar.With("adjustflag", flag);
        rig.Settings = rig.Settings with { OutageLimit = 1000 };
        var seen = await rig.BackfillAsync(s_from, s_to, shape);
        Assert.All(seen.Errors, e => Assert.Equal(ErrorIds.SourceProtocol, e.ErrorId));
        Assert.NotEmpty(seen.Errors);
        var bars = await rig.ReadAsync(e => e.GetBarsAsync(new BarQuery(), CancellationToken.None));
        Assert.All(bars, b => Assert.True(DateOnly.FromDateTime(b.Date) <= new DateOnly(2024, 1, 15)));

        market.Bar = bar => bar;
        await rig.RunAsync(new SyncRequest { Kind = SyncKind.Retry });
        await TruthChecker.AssertEqualAsync(rig, s_from, s_to);
    }

    [Theory]
    [InlineData("95:sh.600000 x2 drop", RequestShape.StockRange)]
    [InlineData("95:sh.600000 x2 badzlib", RequestShape.StockRange)]
    [InlineData("98:2024-01-10 x2 error 10005001", RequestShape.MarketDay)]
    public async Task Incident_the_retry_never_fired_because_the_error_was_swallowed(string fault, RequestShape shape)
    {
        await using var rig = await StartAsync();
        rig.Service.Faults.Add(fault);
        var seen = await rig.BackfillAsync(s_from, s_to, shape);
        Assert.Equal(2, (await rig.RunsAsync())[0].Retries);
        Assert.Equal(2, rig.Service.Log.Entries.Count(e => e.Fault is not null));
        Assert.Empty(seen.Errors);
        await TruthChecker.AssertEqualAsync(rig, s_from, s_to);
    }

    static string Clean(string name) => string.Concat(name.Where(c => !char.IsWhiteSpace(c) && !char.IsControl(c)));

    static async Task<EngineRig> StartAsync(MarketServerOptions? options = null) =>
        await EngineRig.StartAsync(new MadeUpMarket(seed: 73, stocks: 25, s_from, s_to), options);
}
