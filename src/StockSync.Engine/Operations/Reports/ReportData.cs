using StockSync.Engine.Sources.Contract;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Operations.Reports;

/// <summary>All that a report is made of; the same data give the same page, byte for byte.</summary>
sealed record ReportData
{
    /// <summary>How well the copy is; it also says when all this was looked at.</summary>
    public required SyncHealth Health { get; init; }

    /// <summary>Kind and place of the database, without user and password.</summary>
    public required string Target { get; init; }

    /// <summary>The service, as host:port.</summary>
    public required string Endpoint { get; init; }

    /// <summary>The module's version.</summary>
    public required string Version { get; init; }

    /// <summary>The machine that made the report.</summary>
    public required string Host { get; init; }

    /// <summary>Its time zone.</summary>
    public required string Zone { get; init; }

    /// <summary>Checkpoints in order of date.</summary>
    public IReadOnlyList<SyncDay> Days { get; init; } = [];

    /// <summary>The calendar over the range of the checkpoints and up to today, in order.</summary>
    public IReadOnlyList<CalendarDay> Calendar { get; init; } = [];

    /// <summary>Runs since <see cref="HistoryFrom"/>, newest first.</summary>
    public IReadOnlyList<SyncRun> Runs { get; init; } = [];

    /// <summary>Attempts since <see cref="HistoryFrom"/>, newest first.</summary>
    public IReadOnlyList<ScheduledAttempt> Attempts { get; init; } = [];

    /// <summary>Open failures.</summary>
    public IReadOnlyList<FailedStock> Failures { get; init; } = [];

    /// <summary>Stocks without a row, and why.</summary>
    public IReadOnlyList<DayException> Exceptions { get; init; } = [];

    /// <summary>The stocks' names.</summary>
    public IReadOnlyDictionary<StockCode, string> Names { get; init; } = new Dictionary<StockCode, string>();

    /// <summary>The database's size, oldest first.</summary>
    public IReadOnlyList<DaySize> Sizes { get; init; } = [];

    /// <summary>Requests by Beijing day, oldest first.</summary>
    public IReadOnlyList<DayRequests> Requests { get; init; } = [];

    /// <summary>Requests that a day may cost.</summary>
    public required int DailyBudget { get; init; }

    /// <summary>The schedules of this machine; null where they were not looked at.</summary>
    public IReadOnlyList<SyncSchedule>? Schedules { get; init; }

    /// <summary>Alerts, newest first.</summary>
    public IReadOnlyList<SyncAlert> Alerts { get; init; } = [];

    /// <summary>Beijing's day at the moment of the report.</summary>
    public DateOnly Today => Beijing.Day(Health.AsOf);

    /// <summary>The Monday half a year back at which the histories of runs and attempts begin.</summary>
    public DateOnly HistoryFrom => Weeks.First(Today);
}
