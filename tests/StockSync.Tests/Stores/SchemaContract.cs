using Microsoft.Extensions.Time.Testing;
using StockSync.Engine.Stores.Schema;
using Xunit;

namespace StockSync.Tests.Stores;

/// <summary>Creating and upgrading the schema, and databases that have none.</summary>
public abstract class SchemaContract : StoreContract
{
    private protected override bool IsInitialized => false;

    [StoreFact]
    public async Task A_database_without_tables_is_inspected_and_read_and_nothing_is_created()
    {
        var info = await Store.InspectAsync(None);

        Assert.Equal((0, 0, true), (info.SchemaVersion, info.UpgradesApplied, info.IsWritable));
        Assert.NotEmpty(info.ServerVersion);
        Assert.Empty(await Store.GetDaysAsync(null, null, None));
        Assert.Empty(await Store.GetExceptionsAsync(TestBars.FirstDay, TestBars.FirstDay, None));
        Assert.Empty(await Store.GetCoverageAsync(None));
        Assert.Empty(await Store.GetFailuresAsync(None));
        Assert.Empty(await Store.GetCalendarAsync(TestBars.FirstDay, TestBars.FirstDay, None));
        Assert.Equal(0, await Store.CountPlannedDaysAsync(TestBars.FirstDay, TestBars.FirstDay, TestBars.FirstDay, None));
        Assert.Empty(await Store.GetStocksAsync(None));
        Assert.Empty(await Store.GetRunsAsync(false, 10, None));
        Assert.Empty(await Store.GetRunsAsync(true, 10, None));
        Assert.Equal(0, await Store.GetReservedRequestsAsync("x:1", TestBars.FirstDay, None));
        Assert.Equal("x:1", (await Store.GetServiceAsync("x:1", None)).Endpoint);
        Assert.Empty(await Store.CountRowsAsync(TestBars.FirstDay, TestBars.FirstDay, None));
        Assert.Empty(await ReadAsync());
        await foreach (var _ in Store.ReadKeysAsync(TestBars.FirstDay, TestBars.FirstDay, None))
            Assert.Fail("a key out of nothing");
        Assert.Equal(0, await CountTablesAsync());
    }

    [StoreFact]
    public async Task Writing_before_the_schema_exists_says_what_to_do()
    {
        var error = await Assert.ThrowsAsync<StockSyncException>(() => Store.CommitAsync(Commit(TestBars.Batch(TestBars.Days(1), 2)), None));

        Assert.Equal(ErrorIds.StoreEmpty, error.ErrorId);
        Assert.Contains("Initialize-SyncDatabase", error.Advice, StringComparison.Ordinal);
    }

    [StoreFact]
    public async Task The_first_initialisation_creates_everything_and_the_second_changes_nothing()
    {
        var first = await Store.InitializeAsync(None);
        int tables = await CountTablesAsync();
        var second = await Store.InitializeAsync(None);

        Assert.Equal((1, 1), (first.SchemaVersion, first.UpgradesApplied));
        Assert.Equal((1, 0, true), (second.SchemaVersion, second.UpgradesApplied, second.IsWritable));
        Assert.Equal(tables, await CountTablesAsync());
        Assert.True(second.SizeBytes > 0);
        Assert.Equal(Store.Target, $"{second.Kind} {second.Target}");
    }

    [StoreFact]
    public async Task A_later_step_is_applied_once_and_recorded()
    {
        await Store.InitializeAsync(None);
        await using var later = OpenWith(new SchemaStep(2, "extra", "create table extra (n integer);\ninsert into extra values (7)"));

        Assert.Equal((2, 1), await VersionAfterInitializeAsync(later));
        Assert.Equal((2, 0), await VersionAfterInitializeAsync(later));
        Assert.Equal("7", await Database.ScalarAsync("select sum(n) from extra"));
        Assert.Equal("extra", await Database.ScalarAsync("select name from sync_schema_journal where version = 2"));
    }

    [StoreFact]
    public async Task A_step_that_fails_leaves_nothing_behind()
    {
        await Store.InitializeAsync(None);
        await using var later = OpenWith(new SchemaStep(2, "broken", "create table extra (n integer);\ninsert into nowhere values (7)"));

        await Assert.ThrowsAsync<StockSyncException>(() => later.InitializeAsync(None));

        Assert.Equal("1", await Database.ScalarAsync("select max(version) from sync_schema_journal"));
        await Assert.ThrowsAnyAsync<Exception>(() => Database.ScalarAsync("select count(*) from extra"));
    }

    [StoreFact]
    public async Task A_newer_schema_is_refused_with_both_versions_and_the_remedy()
    {
        await Store.InitializeAsync(None);
        await Database.ExecuteAsync(
            "insert into sync_schema_journal (version, name, applied_at, module_version) values (40, 'future', '2030-01-01T00:00:00Z', '9.8.7')");

        foreach (var open in new Func<Task>[] { () => Store.InspectAsync(None), () => Store.InitializeAsync(None) })
        {
            var error = await Assert.ThrowsAsync<StockSyncException>(open);
            Assert.Equal(ErrorIds.StoreSchemaNewer, error.ErrorId);
            Assert.Contains("40", error.Message, StringComparison.Ordinal);
            Assert.Contains("1", error.Message, StringComparison.Ordinal);
            Assert.Contains("9.8.7", error.Advice, StringComparison.Ordinal);
        }
    }

    [StoreFact]
    public async Task Several_processes_may_initialise_at_once()
    {
        var stores = Enumerable.Range(0, 4).Select(_ => Open()).ToList();

        var infos = await Task.WhenAll(stores.Select(store => Task.Run(() => store.InitializeAsync(None))));

        Assert.All(infos, info => Assert.Equal(1, info.SchemaVersion));
        Assert.Equal(1, infos.Sum(info => info.UpgradesApplied));
        foreach (var store in stores)
            await store.DisposeAsync();
    }

    [StoreFact]
    public async Task A_table_of_another_program_under_one_of_our_names_is_reported_and_left_alone()
    {
        await Database.ExecuteAsync("create table daily_stock_data (stock_code varchar(10), stock_name varchar(50))");

        var error = await Assert.ThrowsAsync<StockSyncException>(() => Store.InitializeAsync(None));

        Assert.Equal(ErrorIds.StoreFailed, error.ErrorId);
        Assert.Contains("daily_stock_data", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, await CountTablesAsync());
    }

    private protected abstract Task<int> CountTablesAsync();

    private protected abstract ISyncStore OpenWith(SchemaStep extra);

    private protected static FakeTimeProvider Clock() => new(new DateTimeOffset(Now));

    static async Task<(int Version, int Applied)> VersionAfterInitializeAsync(ISyncStore store)
    {
        var info = await store.InitializeAsync(None);
        return (info.SchemaVersion, info.UpgradesApplied);
    }
}
