namespace StockSync.Engine.Stores.Contract;

/// <summary>Requests charged to a Beijing day.</summary>
sealed record DayRequests(DateOnly Day, int Requests);
