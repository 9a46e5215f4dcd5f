namespace StockSync.Engine.Stores.Contract;

/// <summary>What all runs ever come to.</summary>
/// <param name="Runs">How many there were.</param>
/// <param name="Rows">Rows that they added or changed.</param>
/// <param name="Retries">Requests that they tried again.</param>
sealed record RunTotals(int Runs, long Rows, long Retries);
