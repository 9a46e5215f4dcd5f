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

    /// <summary>The scheduled try that it belongs to; null for a run by hand.</summary>
    internal SyncTry? Try { get; init; }
}
