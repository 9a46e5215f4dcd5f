using System.Collections.Concurrent;
using System.Data.Common;
using Npgsql;
using StockSync.Tests.Fakes;

namespace StockSync.Tests.Stores;

/// <summary>A database of the shared cluster; the store goes through the pooler where asked for, the test itself never does.</summary>
sealed class PostgresTestDatabase : TestDatabase
{
    // Creating and dropping a database costs a checkpoint each; emptying its schema costs next to nothing.
    static readonly ConcurrentDictionary<PostgresCluster, ConcurrentBag<PostgresDatabase>> s_free = new();

    readonly ConcurrentBag<PostgresDatabase> _free;
    readonly PostgresDatabase _direct, _seen;

    PostgresTestDatabase(ConcurrentBag<PostgresDatabase> free, PostgresDatabase direct, PostgresDatabase seen) =>
        (_free, _direct, _seen) = (free, direct, seen);

    public override string Text => _seen.Uri;

    public PostgresDatabase Direct => _direct;

    /// <param name="pooled">The store goes through the pooler.</param>
    /// <param name="major">The server's major version; 0 for the newest.</param>
    public static async Task<TestDatabase> CreateAsync(bool pooled = false, int major = 0)
    {
        var cluster = await PostgresCluster.SharedAsync(major);
        var free = s_free.GetOrAdd(cluster, _ => []);
        var direct = free.TryTake(out var used) ? used : await cluster.CreateDatabaseAsync();
        return new PostgresTestDatabase(free, direct, pooled ? (await TestServers.PoolerAsync()).Before(direct) : direct);
    }

    public override DbConnection Connect() => new NpgsqlConnection(_direct.ConnectionString + ";Pooling=false");

    public override async ValueTask DisposeAsync()
    {
        await ExecuteAsync("drop schema public cascade; create schema public");
        _free.Add(_direct);
    }
}
