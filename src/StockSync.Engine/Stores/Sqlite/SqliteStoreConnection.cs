using System.Data.Common;
using Microsoft.Data.Sqlite;
using StockSync.Engine.Stores.Sql;

namespace StockSync.Engine.Stores.Sqlite;

/// <summary>SQLite works in this process: a round trip is a function call, so statements simply run one after the other.</summary>
sealed class SqliteStoreConnection(SqliteConnection connection, Func<ValueTask> giveBack) : StoreConnection
{
    public SqliteConnection Connection => connection;

    public override async Task RunAsync(IReadOnlyList<Statement> statements, CancellationToken cancellationToken)
    {
        foreach (var statement in statements)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var command = CreateCommand(statement);
            await using var _ = command;
            if (!statement.HasRows)
            {
                statement.Affected = await command.ExecuteNonQueryAsync(CancellationToken.None);
                continue;
            }
            var reader = await command.ExecuteReaderAsync(CancellationToken.None);
            await using var __ = reader;
            while (await reader.ReadAsync(CancellationToken.None))
                statement.Take(reader);
        }
    }

    public override DbCommand CreateCommand(Statement statement)
    {
        var command = connection.CreateCommand();
        command.CommandText = statement.Sql;
        foreach (var (name, value) in statement.Parameters)
            command.Parameters.AddWithValue("@" + name, value ?? DBNull.Value);
        return command;
    }

    public override ValueTask DisposeAsync() => giveBack();
}
