using Npgsql;
using Polly;
using StockSync.Engine.Stores.Contract;
using StockSync.Engine.Stores.Sql;
using StockSync.Engine.Stores.Tables;

namespace StockSync.Engine.Stores.Postgres;

/// <summary>The store on a server. Everything it does works through a pooler in transaction mode.</summary>
sealed class PostgresStore : SqlStore
{
    readonly PostgresDatabase _server;
    readonly ResiliencePipeline? _retry;
    readonly StatementQueue? _queue;
    readonly PostgresPartitions _partitions;

    public PostgresStore(NpgsqlConnectionStringBuilder options, SyncSettings settings, TimeProvider time)
        : this(options, settings, SchemaStep.Load("Stores/Postgres/Schema"), time)
    {
    }

    public PostgresStore(
        NpgsqlConnectionStringBuilder options, SyncSettings settings, IReadOnlyList<SchemaStep> steps, TimeProvider time)
        : this(new PostgresDatabase(options, settings), null, null, new PostgresPartitions(time), steps, time)
    {
    }

    PostgresStore(
        PostgresDatabase server,
        ResiliencePipeline? retry,
        StatementQueue? queue,
        PostgresPartitions partitions,
        IReadOnlyList<SchemaStep> steps,
        TimeProvider time)
        : base(server, retry, queue, steps, time)
    {
        (_server, _retry, _queue, _partitions) = (server, retry, queue, partitions);
        Bars = new PostgresBarTable(Database, Tables, partitions);
        Workers = new WorkerTables(Database);
    }

    /// <summary>What a role needs on each table: letters of SELECT, INSERT, UPDATE and DELETE.</summary>
    public static IReadOnlyList<(string Name, string Letters)> Rights { get; } =
    [
        ("daily_stock_data", "siu"), ("stock", "siu"), ("trading_calendar", "siu"), ("sync_run", "siu"), ("sync_day", "siud"), ("sync_absence", "siud"),
        ("sync_claim", "siud"), ("sync_copy", "su"), ("sync_copy_stock", "sid"), ("sync_stock", "sid"), ("sync_failure", "siud"), ("sync_quarantine", "siud"),
        ("sync_lease", "su"), ("sync_budget", "siu"), ("sync_service", "siu"), ("sync_alert", "siu"), ("sync_outbox", "siu"), ("sync_try", "siu"),
        ("sync_size", "siu"), ("sync_worker", "siud"), ("sync_plan", "siud"), ("sync_unit", "siud"), ("sync_worker_day", "siud"),
    ];

    public override IBarStore Bars { get; }

    public override IWorkerStore? Workers { get; }

    public override ISyncStore WithRetry(ResiliencePipeline retry) => new PostgresStore(_server, retry, _queue, _partitions, Steps, Time);

    /// <summary>One round trip for all first statements of its calls. A batch within a batch goes with the outer one.</summary>
    public override StoreBatch<ISyncStore> NewBatch()
    {
        if (_queue is not null)
            return new StoreBatch<ISyncStore>(this);
        var queue = new StatementQueue((statements, token) => _server.ReadAsync(connection => connection.RunAsync(statements, token), token));
        return new StoreBatch<ISyncStore>(new PostgresStore(_server, _retry, queue, _partitions, Steps, Time), queue.SendAsync);
    }

    protected override async Task<ServerInfo> ReadServerInfoAsync(CancellationToken cancellationToken)
    {
        var server = QueryServerInfoAsync(cancellationToken);
        // Looked up on this occasion: a run that finds its partitions there need not ask again.
        var partitions = _partitions.LearnAsync(Database, cancellationToken);
        await Task.WhenAll(server, partitions);
        return await server;
    }

    async Task<ServerInfo> QueryServerInfoAsync(CancellationToken cancellationToken)
    {
        var found = await Database.QueryAsync(
            new Statement($"""
                select current_setting('server_version'), pg_database_size(current_database()),
                    pg_is_in_recovery(), current_setting('transaction_read_only') = 'on',
                    case when to_regclass('daily_stock_data') is null
                        and not coalesce(has_schema_privilege(current_schema(), 'CREATE'), false) then 'CREATE in the default schema' end,
                    case when not has_database_privilege(current_database(), 'TEMP') then 'TEMP in the database' end,
                    (select string_agg(r.word || ' on ' || t.name, ', ' order by t.name, r.word)
                        from (values {string.Join(", ", Rights.Select(table => $"('{table.Name}', '{table.Letters}')"))}) t (name, rights),
                            (values ('s', 'SELECT'), ('i', 'INSERT'), ('u', 'UPDATE'), ('d', 'DELETE')) r (letter, word)
                        where strpos(t.rights, r.letter) > 0 and not has_table_privilege(to_regclass(t.name), r.word))
                """),
            reader =>
            {
                string obstacle = reader.GetBoolean(2) ? "standby"
                    : reader.GetBoolean(3) ? "default_transaction_read_only = on"
                    : string.Join(", ", Enumerable.Range(4, 3).Select(reader.TextOrNull).OfType<string>());
                // A run would find out at its first commit, after everything was fetched.
                if (obstacle.Length > 0 && !reader.GetBoolean(2) && !reader.GetBoolean(3))
                    obstacle = $"permission denied: {obstacle}";
                return new ServerInfo(reader.GetString(0), reader.GetInt64(1), obstacle.Length == 0, obstacle);
            },
            cancellationToken);
        return found[0];
    }
}
