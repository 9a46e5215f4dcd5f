namespace StockSync.Engine.Stores.Contract;

/// <summary>
/// What a run knows of a day at the moment it commits. Only the transaction that writes the rows can count the table, so the status is
/// decided there, by <see cref="Settle"/>, from the table's own count.
/// </summary>
sealed record DayTally
{
    public required DateOnly Date { get; init; }

    /// <summary>Stocks that must have a row.</summary>
    public required int Expected { get; init; }

    /// <summary>Expected stocks whose bar could not be fetched; their failures are recorded with their ranges.</summary>
    public int Failed { get; init; }

    /// <summary>Expected stocks that are late or quarantined, and the stocks found not to be expected.</summary>
    public IReadOnlyList<DayException> Exceptions { get; init; } = [];

    /// <summary>How many of the late ones only wait for the same answer on another Beijing day.</summary>
    public int Waiting { get; init; }

    /// <summary>The trading day before; null where the calendar does not tell.</summary>
    public DateOnly? Before { get; init; }

    /// <summary>The trading day after; null where the calendar does not tell.</summary>
    public DateOnly? After { get; init; }

    /// <summary>The Beijing day on which the service answered for the day as a whole; null where it did not in this run.</summary>
    public DateOnly? AnsweredOn { get; init; }

    /// <summary>Stocks in the service's list of the day; null where it was not asked for.</summary>
    public int? ListSize { get; init; }

    /// <summary>What a person who accepted the day wrote; null leaves what is recorded.</summary>
    public string? Note { get; init; }

    /// <summary>The day's record where only what is known of it changes: run, attempts and what was written stay.</summary>
    public SyncDay? Record { get; init; }

    /// <summary>True in a copy of chosen stocks: a day on which none of them is expected lacks nothing. A market without a row is none.</summary>
    public bool MayBeEmpty { get; init; }

    /// <summary>False where the proof needs the service's own list of the day (the newest day) and it could not be had.</summary>
    public bool IsProven { get; init; } = true;

    /// <summary>Why the day is not complete, where the counts do not tell (for example: not due yet).</summary>
    public string? Reason { get; init; }

    /// <summary>The proof: complete only when nobody is late, failed, quarantined or missing and the table holds what was expected.</summary>
    /// <param name="rows">Rows of the day in the table, counted inside the transaction.</param>
    /// <param name="suspended">Those of them without a trade.</param>
    /// <param name="counts">What this run wrote.</param>
    /// <param name="before">The day's record so far; null where it has none.</param>
    /// <param name="runId">This run.</param>
    /// <param name="now">The instant, UTC.</param>
    public SyncDay Settle(int rows, int suspended, RowCounts counts, SyncDay? before, string? runId, DateTime now)
    {
        int late = Exceptions.Count(e => e.State == StockState.Late);
        int quarantined = Exceptions.Count(e => e.State == StockState.Quarantined);
        bool complete = IsProven && late + Failed + quarantined == 0 && rows == Expected && (rows > 0 || MayBeEmpty);
        return new SyncDay
        {
            Date = Date.ToDateTime(TimeOnly.MinValue),
            Status = complete ? SyncDayStatus.Completed : rows == 0 ? SyncDayStatus.Failed : SyncDayStatus.Partial,
            Expected = Expected,
            Stored = rows - suspended,
            Suspended = suspended,
            Late = late,
            Failed = Failed,
            Quarantined = quarantined,
            Waiting = Math.Min(Waiting, late),
            Inserted = counts.Inserted + (Record?.Inserted ?? 0),
            Updated = counts.Updated + (Record?.Updated ?? 0),
            Unchanged = counts.Unchanged + (Record?.Unchanged ?? 0),
            Attempts = Record?.Attempts ?? (before?.Attempts ?? 0) + 1,
            Answers = (before?.Answers ?? 0) + (AnsweredOn is { } on && before?.AnsweredOn != on ? 1 : 0),
            AnsweredOn = AnsweredOn ?? before?.AnsweredOn,
            ListSize = ListSize ?? before?.ListSize,
            Note = Note ?? before?.Note,
            RunId = Record is { } record ? record.RunId : runId,
            SettledAt = now,
            Reason = complete ? null : Reason ?? Explain(rows, late, quarantined),
        };
    }

    // Data words, like the property names beside them: English in every session.
    string Explain(int rows, int late, int quarantined)
    {
        var parts = new List<string>(5);
        if (late > 0)
            parts.Add($"{late} late");
        if (Failed > 0)
            parts.Add($"{Failed} failed");
        if (quarantined > 0)
            parts.Add($"{quarantined} quarantined");
        int missing = Expected - rows - late - Failed - quarantined;
        if (missing > 0)
            parts.Add($"{missing} missing");
        // A bar that was set aside may have an older good one.
        else if (missing < -quarantined)
            parts.Add($"{-missing} rows not expected");
        if (parts.Count == 0 && rows > 0)
            parts.Add("not checked against the list of the day");
        return parts.Count > 0 ? string.Join(", ", parts) : "no rows";
    }
}
