namespace StockSync.Engine.Operations.Schedules;

/// <summary>One of the tries that a trading day has.</summary>
/// <param name="Day">The trading day.</param>
/// <param name="Number">Its place among the day's tries, 1 for the first.</param>
/// <param name="Time">Beijing time.</param>
/// <param name="DueAt">The instant, UTC.</param>
readonly record struct TrySlot(DateOnly Day, int Number, TimeOnly Time, DateTime DueAt);
