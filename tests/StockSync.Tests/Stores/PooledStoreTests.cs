using StockSync.Engine.Stores.Contract;
using Xunit;

namespace StockSync.Tests.Stores;

/// <summary>
/// The contract through PgBouncer in transaction mode, as Neon's pooled host works: the next transaction may run in another session, so
/// nothing may be left in one.
/// </summary>
public sealed class PooledStoreTests
{
    static Task<TestDatabase> NewAsync() => PostgresTestDatabase.CreateAsync(pooled: true);

    [NeedsServer(TestServers.Pooler)]
    public sealed class Bars : BarStoreContract
    {
        private protected override Task<TestDatabase> CreateDatabaseAsync() => NewAsync();

        [StoreFact]
        public async Task Many_at_once_share_two_sessions_and_leave_nothing_in_them()
        {
            await Store.Bars.PrepareRangeAsync(TestBars.FirstDay, TestBars.FirstDay.AddDays(60), None);

            var results = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => Task.Run(() => Store.Bars.CommitAsync(
                Commit(TestBars.Batch(TestBars.Days(60).Skip(i * 5).Take(5), 20), expectNew: i % 3 == 0), None))));

            Assert.All(results, result => Assert.Equal(new RowCounts(100, 0, 0), result.Rows));
        }
    }

    [NeedsServer(TestServers.Pooler)]
    public sealed class Checkpoints : CheckpointStoreContract
    {
        private protected override Task<TestDatabase> CreateDatabaseAsync() => NewAsync();
    }

    [NeedsServer(TestServers.Pooler)]
    public sealed class SingleDays : SingleDayStoreContract
    {
        private protected override Task<TestDatabase> CreateDatabaseAsync() => NewAsync();
    }

    [NeedsServer(TestServers.Pooler)]
    public sealed class Runs : RunStoreContract
    {
        private protected override Task<TestDatabase> CreateDatabaseAsync() => NewAsync();

        private protected override Task AgeLeaseAsync() =>
            Database.ExecuteAsync("update sync_lease set heartbeat_at = clock_timestamp() - interval '61 seconds'");
    }

    [NeedsServer(TestServers.Pooler)]
    public sealed class Alerts : AlertStoreContract
    {
        private protected override Task<TestDatabase> CreateDatabaseAsync() => NewAsync();
    }

    [NeedsServer(TestServers.Pooler)]
    public sealed class History : HistoryStoreContract
    {
        private protected override Task<TestDatabase> CreateDatabaseAsync() => NewAsync();
    }

    [NeedsServer(TestServers.Pooler)]
    public sealed class Reference : ReferenceStoreContract
    {
        private protected override Task<TestDatabase> CreateDatabaseAsync() => NewAsync();
    }
}
