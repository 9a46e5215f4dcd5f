using StockSync.Engine.Stores.Sql;
using StockSync.MarketServer;
using StockSync.Tests.Fakes;
using Xunit;

namespace StockSync.Tests.EndToEnd;

/// <summary>Real recorded days and stocks, over the real wire, into both stores and in both shapes: every cell equal, none missing, none extra.</summary>
public class RecordedMarketTests
{
    static readonly DateOnly s_from = new(2026, 3, 1);
    static readonly DateOnly s_to = new(2026, 3, 31);
    static readonly DateOnly s_recordingsEnd = new(2022, 2, 11);

    [RecordedDataFact]
    public Task A_recorded_month_by_market_days_into_SQLite() => MonthAsync(RequestShape.MarketDay, null);

    [RecordedDataFact]
    public Task A_recorded_month_by_stock_ranges_into_SQLite() => MonthAsync(RequestShape.StockRange, null);

    [RecordedPostgresFact]
    public Task A_recorded_month_by_market_days_into_PostgreSQL() => MonthIntoPostgresAsync(RequestShape.MarketDay);

    [RecordedPostgresFact]
    public Task A_recorded_month_by_stock_ranges_into_PostgreSQL() => MonthIntoPostgresAsync(RequestShape.StockRange);

    [RecordedDataFact]
    public async Task Recorded_stocks_since_1990_with_their_real_gaps()
    {
        await using var rig = await EngineRig.StartAsync(new RecordedMarket(RecordedData.PathOf("daily")));
        var from = new DateOnly(1990, 12, 19);
        var to = new DateOnly(2024, 8, 20);
        var seen = await rig.BackfillAsync(from, to, RequestShape.StockRange);
        await TruthChecker.AssertEqualAsync(rig, from, to);
        Assert.InRange(rig.Service.Log.Entries.Count, 333, 450);
        // Each trading day on which the recordings hold a bar is proven but those with a gap of a day or two, which wait for the next Beijing
        // day. After 2022-02-11, where 211 of the recordings end, nobody is excused.
        var days = (await rig.CheckpointAsync()).ToDictionary(d => DateOnly.FromDateTime(d.Date));
        foreach (var day in rig.Market.TradingDays(from, s_recordingsEnd).Where(d => rig.Market.MarketDay(d).Any()))
            Assert.True(days[day].Status == SyncDayStatus.Completed || days[day] is { Late: > 0 and <= 2 } open && open.Late == open.Waiting, $"{days[day]} {days[day].Reason}");
        Assert.InRange(days.Values.Count(d => d.Waiting > 0), 1, 20);
        Assert.Equal(942_901, days.Values.Sum(d => d.Stored + d.Suspended));
        Assert.Empty(seen.Errors);
    }

    static async Task<EngineRig> MonthAsync(RequestShape shape, string? database)
    {
        await using var rig = await EngineRig.StartAsync(new RecordedMarket(RecordedData.PathOf("market_2026")), database: database);
        var seen = await rig.BackfillAsync(s_from, s_to, shape);
        await TruthChecker.AssertEqualAsync(rig, s_from, s_to);
        Assert.Equal(22, seen.Days.Count);
        Assert.All(seen.Days, d => Assert.Equal(SyncDayStatus.Completed, d.Status));
        Assert.Equal(114_206, (await rig.CheckpointAsync()).Sum(d => d.Stored + d.Suspended));
        // The first list of stocks is checked against the lists of the first and the last day; it settles all days alone.
        Assert.Equal(2, rig.Service.Log.Count("35"));

        int requests = rig.Service.Log.Entries.Count;
        var checkpoint = (await rig.CheckpointAsync()).Select(d => (d.Date, d.SettledAt, d.Attempts)).ToArray();
        await rig.BackfillAsync(s_from, s_to);
        Assert.Equal(requests, rig.Service.Log.Entries.Count);
        Assert.Equal(checkpoint, (await rig.CheckpointAsync()).Select(d => (d.Date, d.SettledAt, d.Attempts)));
        return rig;
    }

    static async Task MonthIntoPostgresAsync(RequestShape shape)
    {
        // Where a row lies, who wrote it and who locked it since: any write to the table, even of an equal row, changes this.
        const string Fingerprint =
            "select md5(string_agg(tableoid || '/' || ctid || '/' || xmin || '/' || xmax, ',' order by tableoid, ctid)) from daily_stock_data";
        var cluster = await PostgresCluster.SharedAsync();
        var database = await cluster.CreateDatabaseAsync();
        var rig = await MonthAsync(shape, database.ConnectionString);
        var before = await database.ScalarAsync(Fingerprint);

        // Asked again by force, each row is compared and none is written.
        await using var again = await EngineRig.StartAsync(rig.Market, database: database.Uri);
        var seen = await again.RunAsync(
            new SyncRequest { Kind = SyncKind.Backfill, From = s_from, To = s_to, Shape = RequestShape.MarketDay, Force = true });
        Assert.Equal((0, 0, 114_206), (seen.Days.Sum(d => d.Inserted), seen.Days.Sum(d => d.Updated), seen.Days.Sum(d => d.Unchanged)));
        Assert.Equal(before, await database.ScalarAsync(Fingerprint));
    }
}
