using StockSync.Engine.Stores;
using StockSync.Engine.Stores.Connection;
using StockSync.Engine.Stores.Contract;
using StockSync.Engine.Stores.Postgres;
using StockSync.Engine.Stores.Sqlite;
using StockSync.Tests.Stores;

namespace StockSync.Tests.DatabaseFaults;

/// <summary>The contract on both databases.</summary>
public static class SchemaFaultTests
{
    public sealed class Sqlite : SchemaFaultContract
    {
        private protected override string StoreName => "SQLite";

        private protected override string CountTables => "select count(*) from sqlite_schema";

        private protected override string InstantType => "text";

        private protected override string Joined => "group_concat(version, ',')";

        private protected override IReadOnlyList<SchemaStep> Steps => SchemaStep.Load("Stores/Sqlite/Schema");

        private protected override ISyncStore OpenWith(SyncSettings settings, IReadOnlyList<SchemaStep> steps) =>
            new SqliteStore(settings.Database!, steps, TimeProvider.System, TimeSpan.FromSeconds(5));

        private protected override Task<TestDatabase> CreateDatabaseAsync() => Task.FromResult<TestDatabase>(new SqliteTestDatabase());
    }

    [NeedsServer(TestServers.Postgres)]
    public sealed class Postgres : SchemaFaultContract
    {
        private protected override string StoreName => "PostgreSQL";

        private protected override string CountTables => "select count(*) from pg_class where relnamespace = 'public'::regnamespace";

        private protected override string InstantType => "timestamptz";

        private protected override string Joined => "string_agg(version::text, ',')";

        private protected override IReadOnlyList<SchemaStep> Steps => SchemaStep.Load("Stores/Postgres/Schema");

        private protected override ISyncStore OpenWith(SyncSettings settings, IReadOnlyList<SchemaStep> steps) => new PostgresStore(
            ((DatabaseTarget.Server)DatabaseText.Parse(settings.Database)).Options, settings, steps, TimeProvider.System);

        private protected override Task<TestDatabase> CreateDatabaseAsync() => PostgresTestDatabase.CreateAsync();
    }
}
