namespace StockSync;

/// <summary>The database's size on a day.</summary>
sealed record DaySize(DateOnly Day, long Bytes);
