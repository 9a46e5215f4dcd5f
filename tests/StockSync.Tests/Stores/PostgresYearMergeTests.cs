using Microsoft.Extensions.Time.Testing;
using Npgsql;
using StockSync.Engine.Stores;
using StockSync.Engine.Stores.Contract;
using StockSync.MarketServer;
using StockSync.Tests.EndToEnd;
using Xunit;

namespace StockSync.Tests.Stores;

/// <summary>
/// A year that is over stands in one partition. Databases that had it in months, those of an older module and all at New Year, get there without
/// that a reader waits or a row is lost.
/// </summary>
public abstract class YearMergeContract : StoreContract
{
    private protected const int Year = 2023;
    private protected const string OneYear = "daily_stock_data_2023";

    private protected static readonly DateOnly First = new(Year, 11, 20);
    private protected static readonly DateOnly Last = new(Year, 12, 29);

    private protected override Task<TestDatabase> CreateDatabaseAsync() => PostgresTestDatabase.CreateAsync(major: StoreTestCase.Major);

    // Rows of two months of last year, as the module of that time would have laid them out.
    private protected async Task<Lease> FillAsync(int stocks = 20)
    {
        await using (var then = StoreFactory.Open(new SyncSettings { Database = Database.Text }, new FakeTimeProvider(new DateTimeOffset(Now.AddYears(-1)))))
            await then.Bars.PrepareRangeAsync(First, Last, None);
        var days = Enumerable.Range(0, Last.DayNumber - First.DayNumber + 1).Select(First.AddDays);
        await PrepareAndCommitAsync(Commit(TestBars.Batch(days, stocks)));
        Assert.Equal("daily_stock_data_2023_11,daily_stock_data_2023_12", await PartitionsAsync());
        return await StartRunAsync("run-1");
    }

    private protected async Task<NpgsqlConnection> QueryAsync(string sql)
    {
        var connection = (NpgsqlConnection)Database.Connect();
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    private protected Task<string> RowsAsync(DateOnly? day = null) => Database.ScalarAsync($"""
        select count(*) || ' ' || md5(string_agg(t::text, ',' order by stock_code, trade_date)) from daily_stock_data t
        where trade_date {(day is { } only ? $"= '{only:yyyy-MM-dd}'" : "is not null")}
        """);

    private protected Task<string> PartitionsAsync() => Database.ScalarAsync(
        "select string_agg(inhrelid::regclass::text, ',' order by inhrelid::regclass::text) from pg_inherits where inhparent = 'daily_stock_data'::regclass");
}

/// <summary>The merge on each major version.</summary>
[NeedsServer(TestServers.Postgres, OnEachMajor = true)]
public sealed class PostgresYearMergeTests : YearMergeContract
{
    [StoreFact]
    public async Task All_rows_of_the_months_are_in_the_year_and_are_found_by_its_indexes()
    {
        var lease = await FillAsync();
        string rows = await RowsAsync();

        Assert.Equal([Year], await Store.Bars.GetYearsInPartsAsync(None));
        await Store.Bars.MergeYearAsync(Year, lease, None);

        Assert.Equal(OneYear, await PartitionsAsync());
        Assert.Equal(rows, await RowsAsync());
        Assert.Empty(await Store.Bars.GetYearsInPartsAsync(None));
        // Key and index of the year belong to those of the bar table, and nothing of the work is left.
        Assert.Equal("2|0", await Database.ScalarAsync("""
            select count(*) filter (where i.inhparent is not null) || '|' || (select count(*) from pg_constraint where contype = 'c' and conrelid = 'daily_stock_data_2023'::regclass)
            from pg_index x left join pg_inherits i on i.inhrelid = x.indexrelid where x.indrelid = 'daily_stock_data_2023'::regclass
            """));
        var again = TestBars.Batch([Last], 20);
        Assert.Equal(20, (await PrepareAndCommitAsync(Commit(again, expectNew: true))).Rows.Unchanged);
        // Also a month that had no partition yet.
        Assert.Equal(20, (await PrepareAndCommitAsync(Commit(TestBars.Batch([new DateOnly(Year, 2, 1)], 20), expectNew: true))).Rows.Inserted);
        Assert.Equal(OneYear, await PartitionsAsync());
    }

    [StoreFact]
    public async Task Months_of_the_present_year_stay_and_a_year_that_has_months_gets_months()
    {
        var lease = await FillAsync();
        await PrepareAndCommitAsync(Commit(TestBars.Batch(TestBars.Days(4), 5)));
        await Store.Bars.PrepareRangeAsync(new(Year, 2, 1), new(Year, 2, 28), None);
        Assert.Contains("daily_stock_data_2023_02", await PartitionsAsync(), StringComparison.Ordinal);

        await Store.Bars.MergeYearAsync(Year, lease, None);

        Assert.Equal("daily_stock_data_2023,daily_stock_data_2024_01,daily_stock_data_2024_02", await PartitionsAsync());
    }

    [StoreFact]
    public async Task What_another_program_changes_meanwhile_is_not_lost()
    {
        var lease = await FillAsync();
        await using var writer = await QueryAsync($"begin; update daily_stock_data set volume = 4711 where trade_date = '{Last:yyyy-MM-dd}'");

        var merge = Store.Bars.MergeYearAsync(Year, lease, None);
        await using (var commit = new NpgsqlCommand("commit", writer))
            await commit.ExecuteNonQueryAsync();
        await merge;

        Assert.Equal(OneYear, await PartitionsAsync());
        Assert.Equal("20", await Database.ScalarAsync("select count(*) from daily_stock_data where volume = 4711"));
    }

    [StoreFact]
    public async Task Who_has_lost_the_lease_changes_nothing()
    {
        var lost = await FillAsync();
        await Database.ExecuteAsync("update sync_lease set epoch = epoch + 1");
        string months = await PartitionsAsync(), rows = await RowsAsync();

        var error = await Assert.ThrowsAsync<StockSyncException>(() => Store.Bars.MergeYearAsync(Year, lost, None));

        Assert.Equal(ErrorIds.LeaseLost, error.ErrorId);
        Assert.Equal((months, rows), (await PartitionsAsync(), await RowsAsync()));
    }

    [StoreFact]
    public async Task A_role_that_does_not_own_the_table_leaves_the_months()
    {
        await FillAsync();
        string role = "reader_" + Guid.NewGuid().ToString("N");
        await Database.ExecuteAsync($"create role {role} login password 'reads'; grant create on schema public to {role}; grant select on all tables in schema public to {role}");
        try
        {
            var text = new NpgsqlConnectionStringBuilder(((NpgsqlConnection)Database.Connect()).ConnectionString) { Username = role, Password = "reads" };
            await using var store = StoreFactory.Open(new SyncSettings { Database = text.ConnectionString }, new FakeTimeProvider(new DateTimeOffset(Now)));
            await store.InspectAsync(None);

            Assert.Empty(await store.Bars.GetYearsInPartsAsync(None));
        }
        finally
        {
            await Database.ExecuteAsync($"drop owned by {role}; drop role {role}");
        }
    }

    [StoreFact]
    public async Task The_first_evening_of_a_year_merges_the_months_of_the_last()
    {
        DateOnly last = new(2024, 12, 31), first = new(2025, 1, 2);
        await using var evenings = await Evenings.StartAsync(new MadeUpMarket(seed: 5, stocks: 30, last, first), last, Database.Text);
        await evenings.DailyAsync();
        Assert.Equal("daily_stock_data_2024_11,daily_stock_data_2024_12", await PartitionsAsync());
        string rows = await RowsAsync();

        evenings.At(first);
        var evening = await evenings.DailyAsync();

        Assert.Empty(evening.Warnings);
        Assert.All(await evenings.Rig.RunsAsync(), run => Assert.Equal(SyncRunStatus.Completed, run.Status));
        Assert.Equal("daily_stock_data_2024,daily_stock_data_2025_01", await PartitionsAsync());
        Assert.Equal(rows, await RowsAsync(last));
        await TruthChecker.AssertEqualAsync(evenings.Rig, last, first);
    }
}
