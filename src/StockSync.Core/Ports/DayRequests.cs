namespace StockSync;

/// <summary>Requests charged to a Beijing day.</summary>
sealed record DayRequests(DateOnly Day, int Requests);
