namespace StockSync.Tests.Histories;

/// <summary>A stock as it is in truth.</summary>
/// <param name="Code">Its code, until it is replaced.</param>
/// <param name="ListedOn">The first day with a bar.</param>
/// <param name="DelistedOn">The day after the last one; null while listed.</param>
sealed record HistoryStock(StockCode Code, DateOnly ListedOn, DateOnly? DelistedOn)
{
    /// <summary>The code that takes the place of the old one, with all the history; null for none.</summary>
    public StockCode? NewCode { get; init; }

    /// <summary>The Beijing time from which on the service knows the new code only.</summary>
    public DateTime RenamedAt { get; init; } = DateTime.MaxValue;

    /// <summary>The old code stays in the stock list, as delisted.</summary>
    public bool LeavesOldCode { get; init; }

    /// <summary>Days on which the exchange has suspended the listing: neither bars nor names.</summary>
    public IReadOnlyList<(DateOnly From, DateOnly To)> Suspensions { get; init; } = [];

    /// <summary>True where there is something to tell of it.</summary>
    public bool IsSpecial(DateOnly since) => ListedOn >= since || DelistedOn is not null || NewCode is not null || Suspensions.Count > 0;

    public override string ToString() =>
        $"{Code}{(DelistedOn is { } gone ? $" left {gone:MM-dd}" : $" listed {ListedOn:yyyy-MM-dd}")}{(NewCode is { } code ? $" is {code} from {RenamedAt:MM-dd HH:mm}" : "")}"
        + string.Concat(Suspensions.Select(s => $" suspended {s.From:MM-dd}..{s.To:MM-dd}"));

    /// <summary>The code at a moment.</summary>
    public StockCode CodeAt(DateTime at) => NewCode is { } code && at >= RenamedAt ? code : Code;

    /// <summary>True where it has a bar on a trading day.</summary>
    public bool HasBar(DateOnly day)
    {
        if (day < ListedOn || day >= DelistedOn)
            return false;
        foreach (var (from, to) in Suspensions)
        {
            if (from <= day && day <= to)
                return false;
        }
        return true;
    }
}
