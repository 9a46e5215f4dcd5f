using StockSync.Engine.Sources.Contract;

namespace StockSync.Engine.Stores.Contract;

/// <summary>What workers wrote into days that are settled only when all is through.</summary>
/// <param name="Counts">Rows per day.</param>
/// <param name="Rejected">Rows of the run that were set aside.</param>
sealed record WorkerRows(IReadOnlyDictionary<DateOnly, RowCounts> Counts, IReadOnlyList<RejectedRow> Rejected);
