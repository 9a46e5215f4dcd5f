namespace StockSync;

/// <summary>One run of the history.</summary>
public sealed class SyncRun
{
    /// <summary>A sortable identity: start time and a random part.</summary>
    public required string RunId { get; init; }

    /// <summary>What it was started for.</summary>
    public required SyncKind Kind { get; init; }

    /// <summary>How it stands or ended.</summary>
    public required SyncRunStatus Status { get; init; }

    /// <summary>Start, UTC.</summary>
    public required DateTime StartedAt { get; init; }

    /// <summary>End, UTC; null while it runs.</summary>
    public DateTime? EndedAt { get; init; }

    /// <summary>From start to end, or to the last sign of life.</summary>
    public TimeSpan? Duration => (EndedAt ?? LastSeenAt) is { } end ? end - StartedAt : null;

    /// <summary>The last sign of life, UTC.</summary>
    public DateTime? LastSeenAt { get; init; }

    /// <summary>First day of its range.</summary>
    public DateTime? From { get; init; }

    /// <summary>Last day of its range.</summary>
    public DateTime? To { get; init; }

    /// <summary>The shape it asked in.</summary>
    public RequestShape Shape { get; init; }

    /// <summary>Trading days of its range.</summary>
    public int Days { get; init; }

    /// <summary>Days settled so far.</summary>
    public int DaysSettled { get; init; }

    /// <summary>Days complete at its end.</summary>
    public int DaysCompleted { get; init; }

    /// <summary>Stocks that failed.</summary>
    public int FailedStocks { get; init; }

    /// <summary>The Beijing time of the scheduled attempt that it belongs to, for example <c>20:00</c>; null for a run by hand.</summary>
    public string? Slot { get; init; }

    /// <summary>Rows that the days it settled must have, in all.</summary>
    public long Expected { get; init; }

    /// <summary>Those of them in the table, of stocks that traded.</summary>
    public long Stored { get; init; }

    /// <summary>Those of them in the table, of suspended stocks.</summary>
    public long Suspended { get; init; }

    /// <summary>Those of them not published yet.</summary>
    public long Late { get; init; }

    /// <summary>Those of them that could not be fetched.</summary>
    public long Failed { get; init; }

    /// <summary>Rows added.</summary>
    public long Inserted { get; init; }

    /// <summary>Rows changed.</summary>
    public long Updated { get; init; }

    /// <summary>Rows received that were there already, equal.</summary>
    public long Unchanged { get; init; }

    /// <summary>Rows set aside.</summary>
    public long Quarantined { get; init; }

    /// <summary>Frames sent to the service.</summary>
    public int Requests { get; init; }

    /// <summary>Frames the plan reckoned with.</summary>
    public int EstimatedRequests { get; init; }

    /// <summary>Seconds the plan reckoned with.</summary>
    public double EstimatedSeconds { get; init; }

    /// <summary>Requests tried again.</summary>
    public int Retries { get; init; }

    /// <summary>Requests that ended by an error.</summary>
    public int SourceErrors { get; init; }

    /// <summary>Half of the answers took no longer, seconds; null before the first.</summary>
    public double? LatencyP50 { get; init; }

    /// <summary>19 of 20 answers took no longer, seconds; null before the first.</summary>
    public double? LatencyP95 { get; init; }

    /// <summary>Time in which answers were awaited, over all connections; stages overlap.</summary>
    public TimeSpan FetchTime { get; init; }

    /// <summary>Time in which the database worked.</summary>
    public TimeSpan StoreTime { get; init; }

    /// <summary>Time between an attempt that failed and the next one, over all units.</summary>
    public TimeSpan WaitTime { get; init; }

    /// <summary>Bytes received from the service.</summary>
    public long BytesIn { get; init; }

    /// <summary>Bytes sent to the service.</summary>
    public long BytesOut { get; init; }

    /// <summary>Batch sizes as they adapted, for example <c>500 600 700</c>; empty where the shape has no batches.</summary>
    public string? BatchSizes { get; init; }

    /// <summary>The machine it ran on.</summary>
    public string? Host { get; init; }

    /// <summary>Machines that have joined it.</summary>
    public int Workers { get; init; }

    /// <summary>Their names; null where there are none.</summary>
    public string? WorkerHosts { get; init; }

    /// <summary>Its process.</summary>
    public int ProcessId { get; init; }

    /// <summary>The module's version.</summary>
    public string? Version { get; init; }

    /// <summary>The stable id of the error that ended it; null for none.</summary>
    public string? ErrorId { get; init; }

    /// <summary>Why it ended, where it was not by reaching the end.</summary>
    public string? Message { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{RunId} {Kind} {Status}";
}

/// <summary>How a run stands or ended.</summary>
public enum SyncRunStatus
{
    /// <summary>It works now.</summary>
    Running = 0,

    /// <summary>All days of its range are complete.</summary>
    Completed = 1,

    /// <summary>It reached its end; some days are not complete.</summary>
    Partial = 2,

    /// <summary>It ended by an error.</summary>
    Failed = 3,

    /// <summary>The user, a limit or the budget stopped it; what it stored is kept.</summary>
    Stopped = 4,

    /// <summary>Its process vanished; found by a later run.</summary>
    Interrupted = 5,
}
