using StockSync.Tests.Stores;

namespace StockSync.Tests.DatabaseFaults;

/// <summary>The contract on both databases.</summary>
public static class CheckpointFaultTests
{
    public sealed class Sqlite : CheckpointFaultContract
    {
        private protected override string StoreName => "SQLite";

        // Columns of SQLite take whatever they are given.
        private protected override IReadOnlyList<string> Unreadable =>
        [
            "update sync_day set status = 'Finished' where trade_date = 'DAY'",
            "update sync_day set status = '' where trade_date = 'DAY'",
            "update sync_day set settled_at = 'soon' where trade_date = 'DAY'",
            "update sync_day set stored = 1e15 where trade_date = 'DAY'",
            "update sync_day set attempts = 99999999999 where trade_date = 'DAY'",
        ];

        private protected override Task<TestDatabase> CreateDatabaseAsync() => Task.FromResult<TestDatabase>(new SqliteTestDatabase());
    }

    [NeedsServer(TestServers.Postgres)]
    public sealed class Postgres : CheckpointFaultContract
    {
        private protected override string StoreName => "PostgreSQL";

        private protected override IReadOnlyList<string> Unreadable =>
        [
            "update sync_day set status = 'Finished' where trade_date = 'DAY'",
            "update sync_day set status = '' where trade_date = 'DAY'",
        ];

        private protected override Task<TestDatabase> CreateDatabaseAsync() => PostgresTestDatabase.CreateAsync();
    }
}
