namespace StockSync;

/// <summary>A schedule to be registered.</summary>
public sealed record ScheduleSpec
{
    /// <summary>Its name: letters, digits, dot, dash, underscore.</summary>
    public required string Name { get; init; }

    /// <summary>What shall start the tries.</summary>
    public SchedulerKind Scheduler { get; init; }

    /// <summary>Beijing times of the tries, in the order of the day that they are for: one before the publication time is of the next morning.</summary>
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
