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
