using System.Data.Common;
using Npgsql;
using StockSync.Engine.Stores.Sql;

namespace StockSync.Engine.Stores.Postgres;

/// <summary>
/// A pooled connection. All statements of a call go in one batch, one round trip. Transactions are begun and committed by statements of
/// the batch; the driver rolls an open one back when the connection returns to its pool.
/// </summary>
sealed class PostgresStoreConnection(NpgsqlConnection connection) : StoreConnection
{
    public NpgsqlConnection Connection => connection;

    public override async Task RunAsync(IReadOnlyList<Statement> statements, CancellationToken cancellationToken)
    {
        var batch = new NpgsqlBatch(connection);
        await using var _ = batch;
        foreach (var statement in statements)
        {
            var command = new NpgsqlBatchCommand(statement.Sql);
            Fill(command.Parameters, statement);
            batch.BatchCommands.Add(command);
        }
        var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await using (reader)
        {
            // Only statements with columns show up as results, in the order of the batch.
            foreach (var statement in statements.Where(statement => statement.HasRows))
            {
                while (await reader.ReadAsync(cancellationToken))
                    statement.Take(reader);
                await reader.NextResultAsync(cancellationToken);
            }
            while (await reader.NextResultAsync(cancellationToken))
            {
            }
        }
        for (int i = 0; i < statements.Count; i++)
            statements[i].Affected = (int)batch.BatchCommands[i].Rows;
    }

    public override DbCommand CreateCommand(Statement statement)
    {
        var command = new NpgsqlCommand(statement.Sql, connection);
        Fill(command.Parameters, statement);
        return command;
    }

    public override ValueTask DisposeAsync() => connection.DisposeAsync();

    static void Fill(NpgsqlParameterCollection parameters, Statement statement)
    {
        foreach (var (name, value) in statement.Parameters)
            parameters.Add(new NpgsqlParameter { ParameterName = name, Value = value ?? DBNull.Value });
    }
}
