using StockSync.Benchmarks.Harness;
using StockSync.Benchmarks.Scenarios;
using StockSync.Benchmarks.Yardsticks;
using StockSync.Engine.Sources.Contract;
using StockSync.Tests.Fakes;

namespace StockSync.Benchmarks.History;

/// <summary>A database of the bench's own server.</summary>
sealed class PostgresHistory : HistoryStore
{
    readonly Bench _bench;
    readonly PostgresDatabase _database;
    readonly string _logBegin;

    PostgresHistory(Bench bench, PostgresDatabase database, SyncSettings settings, string logBegin)
        : base(settings)
    {
        _bench = bench;
        _database = database;
        _logBegin = logBegin;
    }

    public static async Task<HistoryStore> OpenAsync(Bench bench, string endpoint)
    {
        var database = await bench.NewPostgresAsync();
        var settings = bench.Settings(database.Uri, endpoint);
        await EngineRun.InitializeAsync(settings);
        await database.QueryAsync("checkpoint");
        return new PostgresHistory(bench, database, settings, await database.ScalarAsync("select pg_current_wal_insert_lsn()"));
    }

    // One COPY for each piece, all in one transaction.
    public override async Task<BareWriting> WriteAsync(IAsyncEnumerable<BarBatch> pieces, long rows)
    {
        await FreshPostgres.LayOutAsync(_bench, _database, HistorySizes.From, HistorySizes.To);
        await using var copy = await RawCopy.OpenAsync(_database);
        return await BareWriting.MeasureAsync(pieces, rows, copy.AddAsync, copy.CommitAsync);
    }

    public override Task<long> CountAsync() => NumberAsync("select count(*) from daily_stock_data");

    public override Task<long> SizeAsync() => NumberAsync("select pg_database_size(current_database())");

    public override async Task<long?> LogAsync() =>
        await NumberAsync($"select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '{_logBegin}')::bigint");

    // Connections that a pool keeps must not keep the database.
    public override async ValueTask DisposeAsync() =>
        await (_database with { Name = "postgres" }).QueryAsync($"drop database {_database.Name} with (force)");

    async Task<long> NumberAsync(string sql) => long.Parse(await _database.ScalarAsync(sql), null);
}
