namespace StockSync;

/// <summary>A registered schedule, or with <c>-WhatIf</c> one that would be.</summary>
public sealed record SyncSchedule
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>What starts the attempts.</summary>
    public required SchedulerKind Scheduler { get; init; }

    /// <summary>Beijing times of the attempts, for example <c>20:00, 22:00, 08:00</c>.</summary>
    public required string Times { get; init; }

    /// <summary>Where it stands: a file, <c>crontab</c>, or a task's path.</summary>
    public required string Location { get; init; }

    /// <summary>What was or would be written there, exactly.</summary>
    public required string Text { get; init; }

    /// <summary>What is started.</summary>
    public string? Command { get; init; }

    /// <summary>False where it is written down and yet nothing will start it, for example a timer that is not enabled.</summary>
    public bool IsActive { get; init; } = true;

    /// <summary>What somebody has to do that it works, for example start the cron daemon; null for nothing.</summary>
    public string? Advice { get; init; }

    /// <summary>True where this call changed something.</summary>
    public bool IsChanged { get; init; }

    /// <summary>When the next attempt is due, UTC.</summary>
    public DateTime? NextAt { get; init; }

    /// <summary>The last attempt in the database, by this schedule or by hand; null where there is none.</summary>
    public ScheduledAttempt? Last { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Name} {Scheduler} {Times}";
}

/// <summary>A schedule to be registered.</summary>
public sealed record ScheduleSpec
{
    /// <summary>Its name: letters, digits, dot, dash, underscore.</summary>
    public required string Name { get; init; }

    /// <summary>What shall start the attempts.</summary>
    public SchedulerKind Scheduler { get; init; }

    /// <summary>Beijing times of the attempts, in the order of the day that they are for: one before the publication time is of the next morning.</summary>
    public required IReadOnlyList<TimeOnly> Times { get; init; }

    /// <summary>The program: full path of pwsh, or of dotnet.</summary>
    public required string Program { get; init; }

    /// <summary>Arguments before the command, for example <c>-NoProfile</c>; with dotnet the host's dll comes first.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>The PowerShell command; ends with <c>exit $LASTEXITCODE</c> and holds no secret.</summary>
    public required string Command { get; init; }

    /// <summary>Variables of the job's environment, none of them secret: <c>LANG</c>, <c>DOTNET_ROOT</c>, <c>STOCKSYNC_CONFIG</c>.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
}

/// <summary>What starts the attempts.</summary>
public enum SchedulerKind
{
    /// <summary>The first of the following that this machine has.</summary>
    Auto = 0,

    /// <summary>A systemd timer of the user (of the system for root).</summary>
    Systemd = 1,

    /// <summary>The user's crontab.</summary>
    Cron = 2,

    /// <summary>Windows Task Scheduler.</summary>
    TaskScheduler = 3,
}
