namespace StockSync;

/// <summary>What is added to a run's record by a commit. (Row counts are added by the commit itself.)</summary>
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
