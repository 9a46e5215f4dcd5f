using StockSync.Engine.Stores.Bars;
using StockSync.Engine.Stores.Commit;
using StockSync.Engine.Stores.Contract;
using StockSync.Engine.Stores.Sql;
using StockSync.Engine.Stores.Tables;

namespace StockSync.Engine.Stores.Sqlite;

/// <summary>The bar table in a file.</summary>
sealed class SqliteBarTable(StoreDatabase database, StoreTables tables) : BarTable(database, tables)
{
    // The key begins with the day, so there is nothing to prepare.
    public override Task PrepareRangeAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken) => Task.CompletedTask;

    public override Task AnalyzeAsync(CancellationToken cancellationToken) =>
        // A sample is enough for the planner; without the limit SQLite reads the whole file.
        Database.RunAsync([new("pragma analysis_limit = 1000"), new("analyze")], cancellationToken);

    protected override async Task WriteAsync(
        StoreConnection connection,
        CommitBatch batch,
        StoreCommit commit,
        Dictionary<DateOnly, RowCounts> perDay,
        CancellationToken cancellationToken)
    {
        await connection.RunAsync(batch.Opening, cancellationToken);
        batch.CheckRight();
        if (commit.Bars is { Count: > 0 } bars)
        {
            using var writer = new SqliteBarWriter(((SqliteStoreConnection)connection).Connection);
            writer.Write(bars, perDay, cancellationToken);
        }
        await connection.RunAsync(batch.Counting, cancellationToken);
    }
}
