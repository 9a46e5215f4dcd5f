namespace StockSync.Engine.Operations.Alerts;

/// <summary>What a run or an attempt has to say for itself at its end; the alert policy makes alerts of it.</summary>
sealed record AlertFacts
{
    /// <summary>The instant, UTC.</summary>
    public required DateTime Now { get; init; }

    /// <summary>The service, as host:port.</summary>
    public required string Endpoint { get; init; }

    /// <summary>The database without user and password.</summary>
    public required string Target { get; init; }

    /// <summary>The attempt; null for a run by hand, which is silent: whoever started it sees its errors.</summary>
    public ScheduledAttempt? Attempt { get; init; }

    /// <summary>Attempts that a day has.</summary>
    public int AttemptsOfDay { get; init; } = 3;

    /// <summary>The run's record; null where none was needed or possible.</summary>
    public SyncRun? Run { get; init; }

    /// <summary>The days as they are now: the attempt's own and those that the run settled.</summary>
    public IReadOnlyList<SyncDay> Days { get; init; } = [];

    /// <summary>Open failures, most recent first; for the ten worst in a message.</summary>
    public IReadOnlyList<FailedStock> Failures { get; init; } = [];

    /// <summary>What was accepted on this Beijing day although it is unusual.</summary>
    public IReadOnlyList<AcceptedEvidence> Accepted { get; init; } = [];

    /// <summary>What ended the run; null for none.</summary>
    public StockSyncException? Error { get; init; }

    /// <summary>Attempts due before this one and not made.</summary>
    public int Missed { get; init; }

    /// <summary>When the last attempt before the missed ones was made, UTC.</summary>
    public DateTime? LastAttemptAt { get; init; }

    /// <summary>The machine whose schedule it is; null means this one.</summary>
    public string? Host { get; init; }

    /// <summary>True where it was just looked whether attempts are missing: with <see cref="Missed"/> 0 the schedule is known to work.</summary>
    public bool IsScheduleChecked { get; init; }

    /// <summary>The profile whose settings are in force.</summary>
    public string Profile { get; init; } = "default";

    /// <summary>The log file, for whoever reads the message.</summary>
    public string? LogPath { get; init; }
}

/// <summary>Something unusual that was accepted because the service said it often enough.</summary>
/// <param name="Scope">A day, or the two ends of a closure.</param>
/// <param name="Stocks">Stocks accepted as absent; 0 for a closure.</param>
sealed record AcceptedEvidence(string Scope, int Stocks);
