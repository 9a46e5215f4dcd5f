namespace StockSync;

/// <summary>One scheduled attempt: what <c>Invoke-SyncSchedule</c> emits and what the store keeps of it.</summary>
public sealed record ScheduledAttempt
{
    /// <summary>A sortable identity.</summary>
    public required string AttemptId { get; init; }

    /// <summary>Beijing time of the slot, for example <c>20:00</c>; null where nothing was due.</summary>
    public string? Slot { get; init; }

    /// <summary>The slot's place in the day's attempts, 1 for the first; 0 where nothing was due.</summary>
    public int Number { get; init; }

    /// <summary>The trading day it is for; null where nothing was due.</summary>
    public DateTime? Date { get; init; }

    /// <summary>When it was due, UTC.</summary>
    public DateTime? DueAt { get; init; }

    /// <summary>When it began, UTC.</summary>
    public required DateTime StartedAt { get; init; }

    /// <summary>When it ended, UTC; null while it runs.</summary>
    public DateTime? EndedAt { get; init; }

    /// <summary>How it ended.</summary>
    public AttemptOutcome Outcome { get; init; }

    /// <summary>0 done or nothing to do but to wait for a second answer, 1 failed, 2 partial, 75 try later, 78 configuration, 130 or 143 stopped.</summary>
    public int ExitCode { get; init; }

    /// <summary>Attempts that were due before and not made (the machine was off).</summary>
    public int Missed { get; init; }

    /// <summary>The run it made; null where none was needed.</summary>
    public string? RunId { get; init; }

    /// <summary>Stocks that must have a row on that day.</summary>
    public int Expected { get; init; }

    /// <summary>Those that have one, suspended ones included.</summary>
    public int Succeeded { get; init; }

    /// <summary>Those that have none.</summary>
    public int Failed { get; init; }

    /// <summary>The stable id of the error that ended it; null for none.</summary>
    public string? ErrorId { get; init; }

    /// <summary>What it said.</summary>
    public string? Message { get; init; }

    /// <summary>When the next attempt is due, UTC; null where the calendar does not reach so far.</summary>
    public DateTime? NextAt { get; init; }

    /// <summary>The machine.</summary>
    public string? Host { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Date:yyyy-MM-dd} {Slot} {Outcome}";
}

/// <summary>How a scheduled attempt ended.</summary>
public enum AttemptOutcome
{
    /// <summary>It works now, or its process vanished.</summary>
    Running = 0,

    /// <summary>The day is complete now.</summary>
    Completed = 1,

    /// <summary>The day was complete already.</summary>
    AlreadyComplete = 2,

    /// <summary>No attempt was due: a closed market, or the due one was made already.</summary>
    NothingDue = 3,

    /// <summary>Some stocks of the day are not there yet, or the service has to say once more that they are absent.</summary>
    Partial = 4,

    /// <summary>The day's bars are not published yet.</summary>
    NotPublished = 5,

    /// <summary>Another run holds the lease.</summary>
    Busy = 6,

    /// <summary>The service has blocked us, or the day's requests are spent.</summary>
    Blocked = 7,

    /// <summary>It failed.</summary>
    Failed = 8,

    /// <summary>Settings, rights or schema have to be put right by somebody.</summary>
    Misconfigured = 9,

    /// <summary>Somebody stopped it.</summary>
    Stopped = 10,
}
