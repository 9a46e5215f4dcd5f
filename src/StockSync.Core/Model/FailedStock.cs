namespace StockSync;

/// <summary>A stock without its bars over a range of days: they could not be fetched, or the service does not answer them.</summary>
public sealed class FailedStock
{
    /// <summary>The code of a failure of a whole market day.</summary>
    public const string WholeMarket = "*";

    /// <summary>Six digits, or <c>*</c> where the request for the whole market of a day failed.</summary>
    public required string Code { get; init; }

    /// <summary>The exchange; null for a whole market day.</summary>
    public Exchange? Exchange { get; init; }

    /// <summary>First day that is missing.</summary>
    public required DateTime From { get; init; }

    /// <summary>Last day that is missing.</summary>
    public required DateTime To { get; init; }

    /// <summary>The stable error id of the last failure, for example <c>SourceTimeout</c>; of an absence, a stable word for its cause.</summary>
    public required string Reason { get; init; }

    /// <summary>What became of the bars; <see cref="FailedStockState.Failed"/> for those that could not be fetched.</summary>
    public FailedStockState State { get; init; }

    /// <summary>
    /// The Beijing day on which the service first answered without the bars, or on which they first failed: midnight, unspecified kind. Null
    /// where they were not asked for yet.
    /// </summary>
    public DateTime? Since { get; init; }

    /// <summary>On how many Beijing days the service answered without them; 0 where it did not answer, or was not asked yet.</summary>
    public int Answers { get; init; }

    /// <summary>
    /// The Beijing day from which on a daily run asks again for an absence that was accepted; null for all others, which every retry asks for,
    /// and where a person accepted it, which nobody asks for any more.
    /// </summary>
    public DateTime? NextCheck { get; init; }

    /// <summary>What the person wrote who accepted the absence; null where nobody did.</summary>
    public string? Note { get; init; }

    /// <summary>Attempts so far; of an absence, the same as <see cref="Answers"/>.</summary>
    public int Attempts { get; init; }

    /// <summary>The first error's text.</summary>
    public string? FirstError { get; init; }

    /// <summary>The last error's text.</summary>
    public string? LastError { get; init; }

    /// <summary>When it failed first, UTC; of an absence, the start of <see cref="Since"/>.</summary>
    public DateTime FirstFailedAt { get; init; }

    /// <summary>When it failed last, UTC; of an absence, the start of the Beijing day of the last answer.</summary>
    public DateTime LastFailedAt { get; init; }

    /// <summary>The run it failed in last.</summary>
    public string? RunId { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Code} {From:yyyy-MM-dd}..{To:yyyy-MM-dd} {Reason}";
}

/// <summary>What became of the bars of a stock that are not in the table.</summary>
public enum FailedStockState
{
    /// <summary>They could not be fetched.</summary>
    Failed = 0,

    /// <summary>The service answers without them, and that is not accepted yet; or it was not asked yet.</summary>
    Late = 1,

    /// <summary>The service answers them, and they break a rule: they were set aside.</summary>
    Quarantined = 3,

    /// <summary>The service answers without them, and that is accepted: the stock is not expected on those days.</summary>
    NotListed = 4,
}
