using System.Data.Common;
using Npgsql;
using StockSync.Engine.Stores.Connection;
using StockSync.Engine.Stores.Sql;

namespace StockSync.Engine.Stores.Postgres;

/// <summary>One PostgreSQL database through one pool of our own.</summary>
sealed class PostgresDatabase : DatabaseConnections
{
    readonly NpgsqlDataSource _source;

    public PostgresDatabase(NpgsqlConnectionStringBuilder options, SyncSettings settings)
    {
        Place = PlaceOf(options);
        try
        {
            // Only the server's own types are used, and the driver knows them: no query for all types with each first connection.
            _source = new NpgsqlDataSourceBuilder(PostgresDefaults.Fix(options, settings).ConnectionString)
                .ConfigureTypeLoading(loading => loading.EnableTypeLoading(false))
                .Build();
        }
#pragma warning disable CA1031 // the driver repeats parts of the text, so nothing of its error may go further
        catch (Exception)
#pragma warning restore CA1031
        {
            throw StoreErrors.Invalid("InvalidKeyValue");
        }
    }

    public override string Kind => "PostgreSQL";

    public override string Place { get; }

    public override SqlDialect Dialect { get; } = new PostgresDialect();

    public override ValueTask DisposeAsync() => _source.DisposeAsync();

    public override async ValueTask<StoreConnection> OpenReadAsync(CancellationToken cancellationToken) =>
        new PostgresStoreConnection(await _source.OpenConnectionAsync(cancellationToken));

    protected override ValueTask<StoreConnection> OpenWriteAsync(CancellationToken cancellationToken) => OpenReadAsync(cancellationToken);

    protected override StockSyncException? Translate(Exception exception) => PostgresErrors.Translate(exception, Place);

    static string PlaceOf(NpgsqlConnectionStringBuilder options)
    {
        string host = options.Host!.Contains(':', StringComparison.Ordinal) && !options.Host.Contains(',', StringComparison.Ordinal)
            && !options.Host.Contains('[', StringComparison.Ordinal) ? $"[{options.Host}]" : options.Host;
        return options.Port == NpgsqlConnection.DefaultPort
            ? $"{host}/{options.Database}"
            : FormattableString.Invariant($"{host}:{options.Port}/{options.Database}");
    }
}

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
