namespace StockSync;

/// <summary>Something about the data that a person accepts by name: <c>Resolve-DataIssue</c>.</summary>
/// <param name="Code">The stock; null for all of the days, or for the stock list.</param>
/// <param name="From">First day; null for the stock list.</param>
/// <param name="To">Last day; null for the stock list.</param>
public sealed record DataIssue(StockCode? Code, DateOnly? From, DateOnly? To)
{
    /// <summary>A large change of the stock list that waits for a second answer.</summary>
    public static readonly DataIssue StockList = new(null, null, null);

    /// <summary>True for the stock list.</summary>
    public bool IsStockList => From is null;

    /// <summary>In data words, the same in every language.</summary>
    public override string ToString()
    {
        if (IsStockList)
            return "stock list";
        string days = From == To ? $"{From:yyyy-MM-dd}" : $"{From:yyyy-MM-dd}..{To:yyyy-MM-dd}";
        return Code is { } code ? $"{code} {days}" : days;
    }
}
