namespace StockSync.Engine.Stores.Contract;

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
