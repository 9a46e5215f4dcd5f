namespace StockSync.Engine.Sync;

/// <summary>The answer to one stock's request, on its way to the store.</summary>
sealed record StockRangeAnswer(StockUnit Unit, BarBatch Rows, RejectedRows Rejected);
