namespace StockSync;

/// <summary>What a cmdlet asks the engine to do.</summary>
public sealed record SyncRequest
{
    /// <summary>What the run is for.</summary>
    public required SyncKind Kind { get; init; }

    /// <summary>First day; null together with <see cref="Days"/> null means: the default of the kind.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Last day; null means the latest day due.</summary>
    public DateOnly? To { get; init; }

    /// <summary>Calendar days ending at <see cref="To"/>, where <see cref="From"/> is not given.</summary>
    public int? Days { get; init; }

    /// <summary>Single days (Sync-StockDay); empty means the latest day due.</summary>
    public IReadOnlyList<DateOnly> Dates { get; init; } = [];

    /// <summary>Only these stocks; empty means the whole market.</summary>
    public IReadOnlyList<StockCode> Codes { get; init; } = [];

    /// <summary>What to retry; empty means every open failure.</summary>
    public IReadOnlyList<RetryTarget> Targets { get; init; } = [];

    /// <summary>Ask again for days that are complete.</summary>
    public bool Force { get; init; }

    /// <summary>Insist on a shape.</summary>
    public RequestShape Shape { get; init; }

    /// <summary>Stop cleanly after so many requests.</summary>
    public int? MaxRequests { get; init; }

    /// <summary>Stop cleanly after so many minutes.</summary>
    public double? MaxMinutes { get; init; }

    /// <summary>Run although the service has refused us lately.</summary>
    public bool IgnoreBan { get; init; }

    /// <summary>Work at the run that another machine has under way; what is asked for is that run's plan.</summary>
    public bool Join { get; init; }

    /// <summary>The scheduled attempt that it belongs to; null for a run by hand.</summary>
    internal ScheduledAttempt? Attempt { get; init; }
}

/// <summary>What a run was started for.</summary>
public enum SyncKind
{
    /// <summary><c>Start-StockBackfill</c>.</summary>
    Backfill = 1,

    /// <summary><c>Sync-StockDay</c>.</summary>
    Day = 2,

    /// <summary><c>Resume-FailedStock</c>.</summary>
    Retry = 3,
}

/// <summary>How bars are asked for.</summary>
public enum RequestShape
{
    /// <summary>The planner takes the cheaper one.</summary>
    Auto = 0,

    /// <summary>The whole market of one day in one request (message type 98).</summary>
    MarketDay = 1,

    /// <summary>One stock, its whole missing range in one request (message type 95).</summary>
    StockRange = 2,

    /// <summary>
    /// Both in one plan: some days whole, what is missing on the others stock by stock. What the planner found cheapest; not to be asked for,
    /// and taken for <see cref="Auto"/> where it is.
    /// </summary>
    Mixed = 3,
}

/// <summary>One thing to retry.</summary>
/// <param name="Code">The stock, or null for all that is missing of the days.</param>
/// <param name="From">First day, or null for all open failures of the stock.</param>
/// <param name="To">Last day; null means <paramref name="From"/>.</param>
public readonly record struct RetryTarget(StockCode? Code, DateOnly? From, DateOnly? To);
