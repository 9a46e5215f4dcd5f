using BenchmarkDotNet.Attributes;
using Microsoft.Data.Sqlite;
using StockSync.Engine.Sources.Contract;
using StockSync.Engine.Stores;
using StockSync.Engine.Stores.Contract;
using StockSync.Engine.Stores.Postgres;
using StockSync.Engine.Stores.Sqlite;

namespace StockSync.Benchmarks.Parts;

/// <summary>From rows to the databases. Public because BenchmarkDotNet asks for it.</summary>
[MemoryDiagnoser]
#pragma warning disable CA1001 // BenchmarkDotNet calls Delete in place of a Dispose
public class StoreParts
#pragma warning restore CA1001
{
    readonly MarketDayAnswer _answer = MarketDayAnswer.Shared;
    readonly byte[] _buffer = new byte[64 * 1024];
    readonly BarBatch _shuffled = Shuffle(MarketDayAnswer.Shared.Rows);
    readonly BarBatch _work = new();
    readonly string _path = Path.Combine(Path.GetTempPath(), $"stocksync-parts-{Guid.NewGuid():N}.db");
    SqliteConnection _connection = null!;

    /// <summary>A file with the product's tables.</summary>
    [GlobalSetup]
    public void Create()
    {
        Task.Run(async () =>
        {
            await using var store = StoreFactory.Open(new SyncSettings { Database = _path }, TimeProvider.System);
            await store.InitializeAsync(default);
        }).Wait();
        _connection = new SqliteConnection($"Data Source={_path};Pooling=false");
        _connection.Open();
        Execute("pragma journal_mode = wal; pragma synchronous = normal; pragma cache_size = -32768");
    }

    /// <summary>Removes the file.</summary>
    [GlobalCleanup]
    public void Delete()
    {
        _connection.Dispose();
        File.Delete(_path);
    }

    /// <summary>Batch build: a market day's rows as they are, which is in order, are taken over.</summary>
    [Benchmark]
    public int BatchOfSortedRows() => Build(_answer.Rows);

    /// <summary>Batch build: the same rows in any order, which must be sorted.</summary>
    [Benchmark]
    public int BatchOfShuffledRows() => Build(_shuffled);

    /// <summary>A market day's rows in the binary form of COPY.</summary>
    [Benchmark]
    public int EncodeCopyRows()
    {
        int length = 0;
        var rows = _answer.Rows;
        for (int next = 0; next < rows.Count;)
        {
            var encoder = new BarCopyEncoder(_buffer);
            while (next < rows.Count && encoder.HasRoom)
                encoder.Write(rows[next++]);
            length += encoder.Length;
        }
        return length;
    }

    /// <summary>A market day's rows into an empty SQLite table, and the transaction undone.</summary>
    [Benchmark]
    public int InsertIntoSqlite()
    {
        var counts = new Dictionary<DateOnly, RowCounts>();
        Execute("begin immediate");
        using (var writer = new SqliteBarWriter(_connection))
            writer.Write(_answer.Rows, counts, default);
        Execute("rollback");
        return counts.Count;
    }

    int Build(BarBatch rows)
    {
        _work.Clear();
        _work.AddRange(rows);
        _work.SortAndDistinct();
        return _work.Count;
    }

    static BarBatch Shuffle(BarBatch rows)
    {
        var order = Enumerable.Range(0, rows.Count).ToArray();
        new Random(1).Shuffle(order);
        var shuffled = new BarBatch(rows.Count);
        foreach (int i in order)
            shuffled.Add(rows[i]);
        return shuffled;
    }

    void Execute(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
