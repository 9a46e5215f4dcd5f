using StockSync.Tests.Stores;

namespace StockSync.Tests.Crash;

/// <summary>Crashes of runs whose data is on a server.</summary>
public static class PostgresCrashTests
{
    [NeedsServer(TestServers.Postgres)]
    public sealed class Kills : KillContract
    {
        private protected override string StoreName => "PostgreSQL";

        private protected override bool IsEveningOneTrip => true;

        private protected override Task<TestDatabase> CreateDatabaseAsync() => PostgresTestDatabase.CreateAsync();
    }

    [NeedsServer(TestServers.Postgres)]
    public sealed class Mutants : MutantContract
    {
        private protected override string StoreName => "PostgreSQL";

        private protected override Task<TestDatabase> CreateDatabaseAsync() => PostgresTestDatabase.CreateAsync();
    }

    [NeedsServer(TestServers.Postgres)]
    public sealed class Leases : LeaseContract
    {
        private protected override string StoreName => "PostgreSQL";

        private protected override Task<TestDatabase> CreateDatabaseAsync() => PostgresTestDatabase.CreateAsync();
    }
}
