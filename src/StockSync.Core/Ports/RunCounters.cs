namespace StockSync;

/// <summary>
/// What a run has used so far, in all: totals, not steps, so that a transaction whose answer was lost and which is done again counts
/// nothing twice. (Rows are counted by the commit itself.)
/// </summary>
sealed record RunCounters
{
    public static readonly RunCounters Zero = new();

    public int Requests { get; init; }

    public int Retries { get; init; }

    public long BytesIn { get; init; }

    public long BytesOut { get; init; }

    /// <summary>The batch sizes so far; replaces the record's.</summary>
    public string? BatchSizes { get; init; }
}
