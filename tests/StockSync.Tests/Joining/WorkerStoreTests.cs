using StockSync.Tests.Stores;

namespace StockSync.Tests.Joining;

/// <summary>Machines that meet in a database, straight and through a pooler in transaction mode.</summary>
public sealed class WorkerStoreTests
{
    [NeedsServer(TestServers.Postgres)]
    public sealed class Direct : WorkerStoreContract
    {
        private protected override Task<TestDatabase> CreateDatabaseAsync() => PostgresTestDatabase.CreateAsync();
    }

    [NeedsServer(TestServers.Pooler)]
    public sealed class Pooled : WorkerStoreContract
    {
        private protected override Task<TestDatabase> CreateDatabaseAsync() => PostgresTestDatabase.CreateAsync(pooled: true);
    }
}
