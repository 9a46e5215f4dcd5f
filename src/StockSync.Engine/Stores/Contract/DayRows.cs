namespace StockSync.Engine.Stores.Contract;

/// <summary>Rows of one day in the table.</summary>
/// <param name="Rows">All.</param>
/// <param name="Suspended">Those without a trade.</param>
readonly record struct DayRows(int Rows, int Suspended);
