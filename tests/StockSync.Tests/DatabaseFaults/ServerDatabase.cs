using System.Data.Common;
using Npgsql;
using StockSync.Tests.Fakes;
using StockSync.Tests.Stores;

namespace StockSync.Tests.DatabaseFaults;

/// <summary>A database that one test changes the settings or rights of, so no other test gets it.</summary>
/// <param name="direct">For the test.</param>
/// <param name="seen">For the engine, where that is another role or goes through a pooler.</param>
sealed class ServerDatabase(PostgresDatabase direct, PostgresDatabase? seen = null) : TestDatabase
{
    public override string Text => (seen ?? direct).ConnectionString;

    public PostgresDatabase Direct => direct;

    public static async Task<ServerDatabase> CreateAsync() => new(await (await PostgresCluster.SharedAsync()).CreateDatabaseAsync());

    public override DbConnection Connect() => new NpgsqlConnection(direct.ConnectionString + ";Pooling=false");

    // It ends with its cluster.
    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
