using StockSync.Engine.Planning;
using StockSync.Engine.Sources.Contract;

namespace StockSync.Engine.Fetching;

/// <summary>The answer to one stock's request, on its way to the store.</summary>
sealed record StockRangeAnswer(StockUnit Unit, BarBatch Rows, RejectedRows Rejected);
