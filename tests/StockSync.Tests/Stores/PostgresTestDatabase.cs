using System.Collections.Concurrent;
using System.Data.Common;
using Npgsql;
using StockSync.Tests.Fakes;

namespace StockSync.Tests.Stores;

/// <summary>A database of the shared cluster; the store goes through the pooler where asked for, the test itself never does.</summary>
sealed class PostgresTestDatabase : TestDatabase
{
    // Creating and dropping a database costs a checkpoint each; emptying its schema costs next to nothing.
    static readonly ConcurrentBag<PostgresDatabase> s_free = [];

    readonly PostgresDatabase _direct, _seen;

    PostgresTestDatabase(PostgresDatabase direct, PostgresDatabase seen) => (_direct, _seen) = (direct, seen);

    public override string Text => _seen.Uri;

    public PostgresDatabase Direct => _direct;

    public static async Task<TestDatabase> CreateAsync(bool pooled = false)
    {
        var cluster = await PostgresCluster.SharedAsync();
        var direct = s_free.TryTake(out var used) ? used : await cluster.CreateDatabaseAsync();
        return new PostgresTestDatabase(direct, pooled ? (await TestServers.PoolerAsync()).Before(direct) : direct);
    }

    public override DbConnection Connect() => new NpgsqlConnection(_direct.ConnectionString + ";Pooling=false");

    public override async ValueTask DisposeAsync()
    {
        await ExecuteAsync("drop schema public cascade; create schema public");
        s_free.Add(_direct);
    }
}
