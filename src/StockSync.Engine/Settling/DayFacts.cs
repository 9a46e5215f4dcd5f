namespace StockSync.Engine.Settling;

/// <summary>What a run knows of the stocks of one day, by position in the stock list.</summary>
sealed class DayFacts(Func<int, bool> has, IReadOnlyDictionary<int, string>? rejected = null, Func<int, bool>? hasFailed = null)
{
    /// <summary>A-share codes that the day's bars name and the stock list does not.</summary>
    public IReadOnlyCollection<StockCode> UnknownRows { get; init; } = [];

    /// <summary>True for a code of a day's list that the stock list does not know; null where lists are not looked at.</summary>
    public Func<StockCode, bool>? IsUnknown { get; init; }

    /// <summary>True where the list of the day was asked for by an earlier run.</summary>
    public bool WasListed { get; init; }

    /// <summary>The day was asked for as a whole; else only those were that the stock list expects.</summary>
    public bool IsWhole { get; init; }

    /// <summary>The table holds its row, or will when the transaction at hand commits.</summary>
    public bool Has(int stock) => has(stock);

    /// <summary>Its bar was set aside.</summary>
    public bool IsRejected(int stock) => rejected?.ContainsKey(stock) == true;

    /// <summary>The rule it broke.</summary>
    public string Rule(int stock) => rejected![stock];

    /// <summary>It could not be fetched.</summary>
    public bool HasFailed(int stock) => hasFailed?.Invoke(stock) == true;

    /// <summary>What bars or list name and the stock list does not.</summary>
    public IEnumerable<StockCode> Unknown(IReadOnlySet<StockCode>? listed) =>
        listed is null || IsUnknown is null ? UnknownRows : UnknownRows.Union(listed.Where(IsUnknown)).Order();
}
