using Microsoft.Data.Sqlite;
using StockSync.Benchmarks.Harness;
using StockSync.Benchmarks.Yardsticks;
using StockSync.Engine.Sources.Contract;

namespace StockSync.Benchmarks.History;

/// <summary>A file in the bench's folder.</summary>
sealed class SqliteHistory(SyncSettings settings) : HistoryStore(settings)
{
    public static async Task<HistoryStore> OpenAsync(Bench bench, string endpoint)
    {
        var settings = bench.Settings(bench.NewPath(".db"), endpoint);
        await EngineRun.InitializeAsync(settings);
        return new SqliteHistory(settings);
    }

    // A transaction for each piece.
    public override async Task<BareWriting> WriteAsync(IAsyncEnumerable<BarBatch> pieces, long rows)
    {
        using var inserts = new PreparedInserts(Settings.Database!);
        return await BareWriting.MeasureAsync(
            pieces, rows, piece => Task.FromResult(inserts.Add(piece)), () => Task.FromResult(0.0));
    }

    public override Task<long> CountAsync()
    {
        using var connection = new SqliteConnection($"Data Source={Settings.Database};Mode=ReadOnly;Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "select count(*) from daily_stock_data";
        return Task.FromResult((long)command.ExecuteScalar()!);
    }

    public override Task<long> SizeAsync() => Task.FromResult(Files().Sum(file => new FileInfo(file).Length));

    public override ValueTask DisposeAsync()
    {
        foreach (string file in Files())
            File.Delete(file);
        return default;
    }

    // The file, and its log where that is still there.
    IEnumerable<string> Files() => Directory.EnumerateFiles(
        Path.GetDirectoryName(Settings.Database)!, Path.GetFileName(Settings.Database) + "*");
}
