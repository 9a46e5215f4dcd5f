namespace StockSync.Engine.Stores.Contract;

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

    /// <summary>Requests that ended by an error.</summary>
    public int SourceErrors { get; init; }

    /// <summary>Seconds that half of the answers stayed below; null before the first.</summary>
    public double? LatencyP50 { get; init; }

    /// <summary>The same for 19 of 20.</summary>
    public double? LatencyP95 { get; init; }

    public TimeSpan FetchTime { get; init; }

    public TimeSpan StoreTime { get; init; }

    public TimeSpan WaitTime { get; init; }

    /// <summary>The batch sizes so far; replaces the record's.</summary>
    public string? BatchSizes { get; init; }
}
