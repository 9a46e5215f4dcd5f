namespace StockSync.Engine.Stores.Contract;

/// <summary>The database's size on a day.</summary>
sealed record DaySize(DateOnly Day, long Bytes);
