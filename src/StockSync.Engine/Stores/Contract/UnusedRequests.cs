namespace StockSync.Engine.Stores.Contract;

/// <summary>Requests of a day's budget that were reserved and not sent.</summary>
/// <param name="Endpoint">The service.</param>
/// <param name="BeijingDay">The day they belong to.</param>
/// <param name="Count">How many, above 0.</param>
sealed record UnusedRequests(string Endpoint, DateOnly BeijingDay, int Count);
