namespace StockSync.Engine.Stores.Contract;

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

    /// <summary>What is known of the service now; null changes nothing.</summary>
    public ServiceState? Service { get; init; }

    /// <summary>Requests that were reserved and not sent; given back once, however often the end is recorded. Null for none.</summary>
    public UnusedRequests? Unused { get; init; }

    /// <summary>The lease to be given back; null keeps it.</summary>
    public Lease? Released { get; init; }
}
