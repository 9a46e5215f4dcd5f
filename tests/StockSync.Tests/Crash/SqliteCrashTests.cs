using StockSync.Tests.Stores;

namespace StockSync.Tests.Crash;

/// <summary>Crashes of runs whose data is in an embedded file.</summary>
public static class SqliteCrashTests
{
    public sealed class Kills : KillContract
    {
        private protected override string StoreName => "SQLite";

        private protected override bool IsEveningOneTrip => false;

        private protected override Task<TestDatabase> CreateDatabaseAsync() => Task.FromResult<TestDatabase>(new SqliteTestDatabase());
    }

    public sealed class Mutants : MutantContract
    {
        private protected override string StoreName => "SQLite";

        private protected override Task<TestDatabase> CreateDatabaseAsync() => Task.FromResult<TestDatabase>(new SqliteTestDatabase());
    }

    public sealed class Leases : LeaseContract
    {
        private protected override string StoreName => "SQLite";

        private protected override Task<TestDatabase> CreateDatabaseAsync() => Task.FromResult<TestDatabase>(new SqliteTestDatabase());
    }
}
