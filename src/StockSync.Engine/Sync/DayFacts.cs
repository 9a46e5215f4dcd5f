namespace StockSync.Engine.Sync;

/// <summary>What a run knows of the stocks of one day, by position in the stock list.</summary>
sealed class DayFacts(Func<int, bool> has, IReadOnlyDictionary<int, string>? rejected = null, Func<int, bool>? hasFailed = null)
{
    /// <summary>The table holds its row, or will when the transaction at hand commits.</summary>
    public bool Has(int stock) => has(stock);

    /// <summary>Its bar was set aside.</summary>
    public bool IsRejected(int stock) => rejected?.ContainsKey(stock) == true;

    /// <summary>The rule it broke.</summary>
    public string Rule(int stock) => rejected![stock];

    /// <summary>It could not be fetched.</summary>
    public bool HasFailed(int stock) => hasFailed?.Invoke(stock) == true;
}
