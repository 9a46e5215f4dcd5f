namespace StockSync.Engine.Stores.Contract;

/// <summary>Which stocks the database is a copy of.</summary>
/// <param name="IsWhole">True for the whole market, false for chosen stocks, null where that was never recorded.</param>
/// <param name="Codes">The chosen stocks; empty for the whole market.</param>
/// <param name="IsTold">False where it was derived from what is stored and nobody was told yet.</param>
/// <param name="IsChecked">True once the days that an older version called complete were judged by today's rules.</param>
sealed record CopyScope(bool? IsWhole, IReadOnlySet<StockCode> Codes, bool IsTold, bool IsChecked)
{
    public static readonly CopyScope Unknown = new(null, new HashSet<StockCode>(), true, true);

    public bool IsChosen => IsWhole == false;

    /// <summary>True where a run by hand makes the whole market of a copy of chosen stocks.</summary>
    public bool IsWidenedBy(SyncRequest request) => IsChosen && request is { Kind: SyncKind.Backfill, Codes.Count: 0, Attempt: null };
}
