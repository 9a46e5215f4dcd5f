using StockSync.Engine.Market;
using StockSync.Engine.Sources.Contract;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Operations.Health;

/// <summary>What was read, all of it at one moment. What could not be read is null, and a reason says why.</summary>
sealed record HealthFacts
{
    public required SyncSettings Settings { get; init; }

    public required BeijingClock Clock { get; init; }

    /// <summary>The schedules of this machine; null where they were not looked at.</summary>
    public IReadOnlyList<SyncSchedule>? Schedules { get; init; }

    /// <summary>This machine's name.</summary>
    public required string Host { get; init; }

    public required string Target { get; init; }

    /// <summary>Null where the database does not answer.</summary>
    public DatabaseInfo? Info { get; init; }

    /// <summary>How long the database took to say what it is.</summary>
    public TimeSpan? Latency { get; init; }

    /// <summary>The disk of a database that is a file.</summary>
    public DiskSpace? Disk { get; init; }

    /// <summary>All that the store knows, up to today.</summary>
    public IReadOnlyList<CalendarDay>? KnownDays { get; init; }

    /// <summary>The same; null where it knows nothing.</summary>
    public TradingCalendar? Calendar { get; init; }

    /// <summary>What it knows of the days after today, in order.</summary>
    public IReadOnlyList<CalendarDay>? Ahead { get; init; }

    /// <summary>Which stocks it is a copy of.</summary>
    public CopyScope? Copy { get; init; }

    /// <summary>All recorded absences.</summary>
    public IReadOnlyList<Absence>? Absences { get; init; }

    /// <summary>What waits for a second answer, or was accepted by a person.</summary>
    public IReadOnlyList<Claim>? Claims { get; init; }

    /// <summary>All checkpoints, in order of date.</summary>
    public IReadOnlyList<SyncDay>? Days { get; init; }

    /// <summary>Runs of the last 400 days, newest first.</summary>
    public IReadOnlyList<SyncRun>? Runs { get; init; }

    public RunTotals? Totals { get; init; }

    public IReadOnlyList<FailedStock>? Failures { get; init; }

    public int? Quarantined { get; init; }

    public ServiceState? Service { get; init; }

    /// <summary>Requests of this Beijing day.</summary>
    public int? Requests { get; init; }

    /// <summary>Sizes of the last thirty days, oldest first.</summary>
    public IReadOnlyList<DaySize>? Sizes { get; init; }

    /// <summary>Attempts of the last 400 days, newest first.</summary>
    public IReadOnlyList<ScheduledAttempt>? Attempts { get; init; }

    /// <summary>Alerts that stand.</summary>
    public IReadOnlyList<SyncAlert>? OpenAlerts { get; init; }

    /// <summary>The newest messages.</summary>
    public IReadOnlyList<AlertDelivery>? Deliveries { get; init; }

    /// <summary>Messages that wait.</summary>
    public IReadOnlyList<AlertDelivery>? Pending { get; init; }

    /// <summary>The newest complete day against the table; null where there is none.</summary>
    public CheckpointHealth? Checkpoint { get; init; }

    /// <summary>All stocks of the list; read only where days were never tried, for nothing else tells how many bars those lack.</summary>
    public IReadOnlyList<StockEntry>? Stocks { get; init; }

    /// <summary>Whether a Beijing time of a day, or of the day after it, has come.</summary>
    public bool IsPast(DateOnly day, TimeOnly time) => Clock.IsDue(day, time);

    /// <summary>The newest trading day whose bars should be out; null where the calendar has none.</summary>
    public DateOnly? Expected => Calendar?.LatestDue(Clock, Settings.PublishTime);

    /// <summary>The newest trading day that has had its attempts of the evening; null where the calendar has none.</summary>
    public DateOnly? Judged => Calendar?.LatestDue(Clock, HealthLimits.Evening);
}
