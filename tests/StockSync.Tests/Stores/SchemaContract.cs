using Microsoft.Extensions.Time.Testing;
using StockSync.Engine.Stores;
using StockSync.Engine.Stores.Contract;
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
        Assert.Empty(await Store.Days.GetDaysAsync(null, null, None));
        Assert.Empty(await Store.Absences.GetAbsencesAsync(TestBars.FirstDay, TestBars.FirstDay, None));
        Assert.Empty(await Store.Days.GetCoverageAsync(new DateOnly(2024, 1, 2), None));
        Assert.Empty(await Store.Failures.GetFailuresAsync(None));
        Assert.Empty(await Store.Reference.GetCalendarAsync(TestBars.FirstDay, TestBars.FirstDay, None));
        Assert.Equal(0, await Store.Reference.CountPlannedDaysAsync(TestBars.FirstDay, TestBars.FirstDay, TestBars.FirstDay, None));
        Assert.Empty(await Store.Reference.GetStocksAsync(None));
        Assert.Empty(await Store.Runs.GetRunsAsync(false, 10, None));
        Assert.Empty(await Store.Runs.GetRunsAsync(true, 10, None));
        Assert.Empty(await Store.Runs.GetRunsSinceAsync(Now, None));
        Assert.Equal(new RunTotals(0, 0, 0), await Store.Runs.GetTotalsAsync(None));
        Assert.Empty(await Store.Alerts.GetAlertsAsync(false, 10, None));
        Assert.Empty(await Store.Alerts.GetDeliveriesAsync(false, 10, None));
        Assert.Empty(await Store.History.GetAttemptsAsync(Now, 10, None));
        Assert.Empty(await Store.History.GetSizesAsync(TestBars.FirstDay, None));
        Assert.Empty(await Store.Services.GetRequestsAsync("x:1", TestBars.FirstDay, None));
        Assert.Equal(0, await Store.Failures.CountQuarantinedAsync(None));
        Assert.Equal(0, await Store.Services.GetReservedRequestsAsync("x:1", TestBars.FirstDay, None));
        Assert.Equal("x:1", (await Store.Services.GetServiceAsync("x:1", None)).Endpoint);
        Assert.Empty(await Store.Bars.CountRowsAsync(TestBars.FirstDay, TestBars.FirstDay, None));
        Assert.Empty(await ReadAsync());
        await foreach (var _ in Store.Bars.ReadKeysAsync(TestBars.FirstDay, TestBars.FirstDay, [], None))
            Assert.Fail("a key out of nothing");
        Assert.Equal(0, await CountTablesAsync());
    }

    [StoreFact]
    public async Task Writing_before_the_schema_exists_says_what_to_do()
    {
        var error = await Assert.ThrowsAsync<StockSyncException>(() => Store.Bars.CommitAsync(Commit(TestBars.Batch(TestBars.Days(1), 2)), None));

        Assert.Equal(ErrorIds.StoreEmpty, error.ErrorId);
        Assert.Contains("Initialize-SyncDatabase", error.Advice, StringComparison.Ordinal);
    }

    [StoreFact]
    public async Task The_first_initialisation_creates_everything_and_the_second_changes_nothing()
    {
        var first = await Store.InitializeAsync(None);
        int tables = await CountTablesAsync();
        var second = await Store.InitializeAsync(None);

        Assert.Equal((Newest, Steps.Count), (first.SchemaVersion, first.UpgradesApplied));
        Assert.Equal((Newest, 0, true), (second.SchemaVersion, second.UpgradesApplied, second.IsWritable));
        Assert.Equal(tables, await CountTablesAsync());
        Assert.True(second.SizeBytes > 0);
        Assert.Equal(Store.Target, $"{second.Kind} {second.Target}");
    }

    [StoreFact]
    public async Task A_later_step_is_applied_once_and_recorded()
    {
        await Store.InitializeAsync(None);
        await using var later = OpenWith([.. Steps, new SchemaStep(Newest + 1, "extra", "create table extra (n integer);\ninsert into extra values (7)")]);

        Assert.Equal((Newest + 1, 1), await VersionAfterInitializeAsync(later));
        Assert.Equal((Newest + 1, 0), await VersionAfterInitializeAsync(later));
        Assert.Equal("7", await Database.ScalarAsync("select sum(n) from extra"));
        Assert.Equal("extra", await Database.ScalarAsync($"select name from sync_schema_journal where version = {Newest + 1}"));
    }

    [StoreFact]
    public async Task A_step_that_fails_leaves_nothing_behind()
    {
        await Store.InitializeAsync(None);
        await using var later = OpenWith([.. Steps, new SchemaStep(Newest + 1, "broken", "create table extra (n integer);\ninsert into nowhere values (7)")]);

        await Assert.ThrowsAsync<StockSyncException>(() => later.InitializeAsync(None));

        Assert.Equal($"{Newest}", await Database.ScalarAsync("select max(version) from sync_schema_journal"));
        await Assert.ThrowsAnyAsync<Exception>(() => Database.ScalarAsync("select count(*) from extra"));
    }

    [StoreFact]
    public async Task A_database_of_the_first_version_is_read_as_it_is_and_keeps_everything_when_it_is_upgraded()
    {
        await using (var first = OpenWith([.. Steps.Take(1)]))
            await first.InitializeAsync(None);
        var days = TestBars.Days(2);
        await Database.ExecuteAsync($"""
            insert into sync_run (run_id, kind, status, started_at, ended_at, shape, days, days_settled, days_completed, days_complete_before,
                failed_stocks, rows_inserted, rows_updated, rows_unchanged, rows_quarantined, requests, estimated_requests,
                estimated_seconds, retries, bytes_in, bytes_out, process_id, message)
            values ('r1', 'Backfill', 'Partial', '2024-01-29T12:00:00Z', '2024-01-29T12:10:00Z', 'MarketDay', 3, 2, 2, 1, 0, 40, 0, 0, 0,
                9, 8, 7.5, 1, 5000000000, 6, 4711, 'why')
            """);
        foreach (var day in days)
        {
            await Database.ExecuteAsync($"""
                insert into sync_day (trade_date, status, expected, stored, suspended, late, failed, quarantined, inserted, updated,
                    unchanged, attempts, run_id) values ('{day:yyyy-MM-dd}', 'Partial', 20, 15, 2, 1, 2, 0, 17, 0, 0, 1, 'r1')
                """);
        }

        await Database.ExecuteAsync("insert into sync_service (endpoint, market_day_seconds, blocked_reason) values ('x:1', 41.5, '10001011')");

        Assert.Equal(1, (await Store.InspectAsync(None)).SchemaVersion);
        var service = await Store.Services.GetServiceAsync("x:1", None);
        Assert.Equal((41.5, null, "10001011"), (service.MarketDaySeconds, service.StockRangeSeconds, service.BlockedReason));
        var before = Assert.Single(await Store.Runs.GetRunsAsync(false, 9, None));
        Assert.Equal((SyncRunStatus.Partial, 5_000_000_000L, "why", 0L), (before.Status, before.BytesIn, before.Message, before.Expected));
        Assert.Empty(await Store.Runs.GetRunsAsync(true, 9, None));
        Assert.Empty(await Store.Alerts.GetAlertsAsync(false, 9, None));
        Assert.Empty(await Store.History.GetAttemptsAsync(DateTime.MinValue, 9, None));
        var known = await Store.Days.GetDaysAsync(null, null, None);

        Assert.Equal(Steps.Count - 1, (await Store.InitializeAsync(None)).UpgradesApplied);

        var after = Assert.Single(await Store.Runs.GetRunsSinceAsync(DateTime.MinValue, None));
        Assert.Equal((40L, 30L, 4L, 2L, 4L), (after.Expected, after.Stored, after.Suspended, after.Late, after.Failed));
        Assert.Equal((before.Status, before.BytesIn, before.Message, before.Duration, before.Days), (after.Status, after.BytesIn, after.Message, after.Duration, after.Days));
        Assert.Equal((0, null, null, TimeSpan.Zero), (after.SourceErrors, after.LatencyP50, after.Slot, after.FetchTime));
        Assert.Equivalent(known, await Store.Days.GetDaysAsync(null, null, None), strict: true);
        Assert.Equal(service, await Store.Services.GetServiceAsync("x:1", None));
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
            Assert.Contains($"{Newest}", error.Message, StringComparison.Ordinal);
            Assert.Contains("9.8.7", error.Advice, StringComparison.Ordinal);
        }
    }

    [StoreFact]
    public async Task Several_processes_may_initialise_at_once()
    {
        var stores = Enumerable.Range(0, 4).Select(_ => Open()).ToList();

        var infos = await Task.WhenAll(stores.Select(store => Task.Run(() => store.InitializeAsync(None))));

        Assert.All(infos, info => Assert.Equal(Newest, info.SchemaVersion));
        Assert.Equal(Steps.Count, infos.Sum(info => info.UpgradesApplied));
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

    /// <summary>The steps of the product.</summary>
    private protected abstract IReadOnlyList<SchemaStep> Steps { get; }

    private protected abstract ISyncStore OpenWith(IReadOnlyList<SchemaStep> steps);

    private protected static FakeTimeProvider Clock() => new(new DateTimeOffset(Now));

    int Newest => Steps[^1].Version;

    static async Task<(int Version, int Applied)> VersionAfterInitializeAsync(ISyncStore store)
    {
        var info = await store.InitializeAsync(None);
        return (info.SchemaVersion, info.UpgradesApplied);
    }
}
