namespace StockSync.Benchmarks.History;

/// <summary>Into PostgreSQL, against binary COPY of the same rows in the same order into the same partitions.</summary>
sealed class WholeHistoryPostgres() : WholeHistory(
    "PostgreSQL", "binary COPY of the same rows in the same order into the same partitions", PostgresHistory.OpenAsync);
