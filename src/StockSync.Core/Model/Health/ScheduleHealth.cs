namespace StockSync;

/// <summary>The scheduled attempts: whether something will start them, and whether they were made.</summary>
public sealed class ScheduleHealth
{
    /// <summary>Whether this machine has a schedule of ours; null where that was not looked at.</summary>
    public bool? IsRegistered { get; init; }

    /// <summary>False where one is written down that nothing will start; null where that was not looked at or there is none.</summary>
    public bool? IsActive { get; init; }

    /// <summary>When the next attempt is due, UTC; null where that is not known.</summary>
    public DateTime? NextAt { get; init; }

    /// <summary>When the last attempt began, UTC, on whatever machine; null where there was none in the last 400 days.</summary>
    public DateTime? LastAt { get; init; }

    /// <summary>How it ended.</summary>
    public AttemptOutcome? LastOutcome { get; init; }

    /// <summary>The machine that made it.</summary>
    public string? LastHost { get; init; }

    /// <summary>Attempts that were due since then and not made; null where it cannot be told.</summary>
    public int? Missed { get; init; }

    /// <summary>Attempts of the last thirty days that were not made when they were due, as the later ones recorded it.</summary>
    public int MissedThirtyDays { get; init; }

    /// <inheritdoc/>
    public override string ToString()
    {
        string registered = IsRegistered switch { true => IsActive == false ? "inactive" : "registered", false => "not registered", null => "not looked at" };
        string next = NextAt is { } at ? $", next {at:yyyy-MM-dd HH:mm}Z" : "";
        string last = LastAt is { } before ? $", last {before:yyyy-MM-dd HH:mm}Z {LastOutcome}" : "";
        return $"{registered}{next}{last}{(Missed > 0 ? $", {Missed} missed" : "")}";
    }
}
