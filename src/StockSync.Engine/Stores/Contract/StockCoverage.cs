namespace StockSync.Engine.Stores.Contract;

/// <summary>A stock and a date range, both ends included.</summary>
readonly record struct StockCoverage(StockCode Code, DateOnly From, DateOnly To);

/// <summary>What a write did.</summary>
/// <param name="Inserted">Rows that were not there.</param>
/// <param name="Updated">Rows that were there with another value.</param>
/// <param name="Unchanged">Rows that were there, equal; nothing was written for them.</param>
readonly record struct RowCounts(int Inserted, int Updated, int Unchanged)
{
    public int Total => Inserted + Updated + Unchanged;

    public static RowCounts operator +(RowCounts left, RowCounts right) =>
        new(left.Inserted + right.Inserted, left.Updated + right.Updated, left.Unchanged + right.Unchanged);
}
