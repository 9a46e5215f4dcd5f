namespace StockSync;

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

    /// <summary>False where the proof needs the service's own list of the day (the newest day) and it could not be had.</summary>
    public bool IsProven { get; init; } = true;

    /// <summary>Why the day is not complete, where the counts do not tell (for example: not due yet).</summary>
    public string? Reason { get; init; }

    /// <summary>The proof: complete only when nobody is late, failed, quarantined or missing and the table holds what was expected.</summary>
    /// <param name="rows">Rows of the day in the table, counted inside the transaction.</param>
    /// <param name="suspended">Those of them without a trade.</param>
    /// <param name="counts">What this run wrote.</param>
    /// <param name="attempts">Tries so far, this one included.</param>
    /// <param name="runId">This run.</param>
    /// <param name="now">The instant, UTC.</param>
    public SyncDay Settle(int rows, int suspended, RowCounts counts, int attempts, string? runId, DateTime now)
    {
        int late = Exceptions.Count(e => e.State == StockState.Late);
        int quarantined = Exceptions.Count(e => e.State == StockState.Quarantined);
        bool complete = IsProven && late + Failed + quarantined == 0 && rows == Expected && rows > 0;
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
            Inserted = counts.Inserted,
            Updated = counts.Updated,
            Unchanged = counts.Unchanged,
            Attempts = attempts,
            RunId = runId,
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
        else if (missing < 0)
            parts.Add($"{-missing} rows not expected");
        if (parts.Count == 0 && rows > 0)
            parts.Add("not checked against the list of the day");
        return parts.Count > 0 ? string.Join(", ", parts) : "no rows";
    }
}
