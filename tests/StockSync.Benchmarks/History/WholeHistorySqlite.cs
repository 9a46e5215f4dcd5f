namespace StockSync.Benchmarks.History;

/// <summary>Into a SQLite file, against prepared inserts of the same rows in the same order into the same table.</summary>
sealed class WholeHistorySqlite() : WholeHistory(
    "SQLite", "prepared inserts of the same rows in the same order into the same table, 100,000 a transaction", SqliteHistory.OpenAsync);
