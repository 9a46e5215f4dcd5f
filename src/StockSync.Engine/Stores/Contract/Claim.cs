namespace StockSync.Engine.Stores.Contract;

/// <summary>What the service said and is not believed on its word alone, and which stocks the database is a copy of.</summary>
interface IClaimStore
{
    /// <summary>What waits for a second answer or was accepted by a person.</summary>
    Task<IReadOnlyList<Claim>> GetClaimsAsync(CancellationToken cancellationToken);

    /// <summary>Records claims: one that was made before, on an earlier Beijing day and with the same digest, counts one answer more.</summary>
    Task PutClaimsAsync(IReadOnlyList<Claim> claims, CancellationToken cancellationToken);

    /// <summary>Forgets claims that are over.</summary>
    Task DeleteClaimsAsync(IReadOnlyList<Claim> claims, CancellationToken cancellationToken);

    /// <summary>Which stocks the database is a copy of.</summary>
    Task<CopyScope> GetCopyAsync(CancellationToken cancellationToken);

    /// <summary>Records it. Chosen stocks are added to those there are; the whole market takes them away.</summary>
    Task PutCopyAsync(CopyScope scope, CancellationToken cancellationToken);
}

/// <summary>
/// Something that the service said and that is not believed on its word alone: it counts when the same was said on further Beijing days, or
/// when a person accepts it.
/// </summary>
sealed record Claim
{
    public required ClaimKind Kind { get; init; }

    /// <summary>What it is about: a day, two days, a stock and a day, or the stock list.</summary>
    public required string Subject { get; init; }

    /// <summary>Tells one claim about the same subject from another.</summary>
    public required string Digest { get; init; }

    /// <summary>What was said, in data words.</summary>
    public required string Detail { get; init; }

    /// <summary>On how many Beijing days it was said.</summary>
    public int Answers { get; init; } = 1;

    public required DateOnly FirstOn { get; init; }

    public required DateOnly LastOn { get; init; }

    /// <summary>When a person accepted it, UTC; null while nobody did.</summary>
    public DateTime? AcceptedAt { get; init; }

    /// <summary>What that person wrote.</summary>
    public string? Note { get; init; }
}

/// <summary>What a claim is about.</summary>
enum ClaimKind
{
    /// <summary>Many entries of the stock list changed at once.</summary>
    StockList = 1,

    /// <summary>An implausible span of closed days.</summary>
    Calendar,

    /// <summary>A whole market day that does not look like itself.</summary>
    MarketDay,

    /// <summary>A stored bar that the service does not answer any more.</summary>
    Withdrawn,
}

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
