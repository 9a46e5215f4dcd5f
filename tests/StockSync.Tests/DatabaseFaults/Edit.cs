namespace StockSync.Tests.DatabaseFaults;

/// <summary>What somebody did to a database behind the checkpoint's back.</summary>
/// <param name="What">In words.</param>
/// <param name="Sql">Statements, with DAY and STOCK for those that are meant.</param>
/// <param name="Requests">Bar requests that putting it right takes.</param>
/// <param name="IsTold">True where the user is warned: what was complete is so no more.</param>
sealed record Edit(string What, string Sql, int Requests, bool IsTold = false)
{
    /// <summary>How the next run asks.</summary>
    public RequestShape Shape { get; init; } = RequestShape.MarketDay;
}
