namespace StockSync;

/// <summary>How a run ended; recorded in one transaction with what is to be told of it.</summary>
sealed record RunEnd
{
    public required string RunId { get; init; }

    public required SyncRunStatus Status { get; init; }

    /// <summary>Why, where it was not by reaching the end.</summary>
    public string? Message { get; init; }

    /// <summary>The stable id of the error that ended it.</summary>
    public string? ErrorId { get; init; }

    public RunCounters Counters { get; init; } = RunCounters.Zero;

    /// <summary>The instant, UTC.</summary>
    public required DateTime Now { get; init; }

    public AlertChanges Alerts { get; init; } = AlertChanges.None;
}
