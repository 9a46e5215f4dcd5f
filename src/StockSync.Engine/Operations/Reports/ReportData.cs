using System.Reflection;
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

/// <summary>The last half year in weeks: enough to see a trend, and a day's scatter does not hide it.</summary>
static class Weeks
{
    const int Count = 26;

    /// <summary>The Monday of a day's week.</summary>
    public static DateOnly Of(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));

    /// <summary>The Monday of the first week.</summary>
    public static DateOnly First(DateOnly today) => Of(today).AddDays(-7 * (Count - 1));

    /// <summary>Items by the week of their day, only weeks that have some, in order.</summary>
    public static IReadOnlyList<IGrouping<DateOnly, T>> Group<T>(IEnumerable<T> items, Func<T, DateOnly> day) =>
        [.. items.GroupBy(item => Of(day(item))).OrderBy(week => week.Key)];

    /// <summary>The middle of a week, where its point is drawn.</summary>
    public static DateTime Middle(DateOnly monday) => monday.ToDateTime(TimeOnly.MinValue).AddDays(3.5);
}

/// <summary>Reads from the store what a report shows; asks nobody else.</summary>
sealed class ReportCollector(ISyncStore store, SyncSettings settings, string endpoint)
{
    const int MaxAttempts = 2_000;
    const int MaxAlerts = 200;

    // Without the commit that follows the plus sign.
    static readonly string s_version = typeof(ReportCollector).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>A database without tables of ours is one without data: the report says so.</summary>
    public async Task<ReportData> CollectAsync(
        SyncHealth health, IReadOnlyList<SyncSchedule>? schedules, CancellationToken cancellationToken)
    {
        await store.InspectAsync(cancellationToken);
        var data = new ReportData
        {
            Health = health,
            Target = store.Target,
            Endpoint = endpoint,
            Version = s_version,
            Host = Environment.MachineName,
            Zone = TimeZoneInfo.Local.Id,
            DailyBudget = settings.DailyBudget,
            Schedules = schedules,
            Days = await store.Days.GetDaysAsync(null, null, cancellationToken),
            Failures = await store.Failures.GetFailuresAsync(cancellationToken),
            Alerts = await store.Alerts.GetAlertsAsync(openOnly: false, MaxAlerts, cancellationToken),
            Sizes = await store.History.GetSizesAsync(DateOnly.MinValue, cancellationToken),
        };
        var since = data.HistoryFrom.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
        var first = data.Days.Count > 0 ? DateOnly.FromDateTime(data.Days[0].Date) : data.Today;
        var calendar = await store.Reference.GetCalendarAsync(first, data.Today, cancellationToken);
        return data with
        {
            Calendar = calendar,
            Exceptions = OpenDays(await store.Absences.GetAbsencesAsync(first, data.Today, cancellationToken), calendar),
            Names = (await store.Reference.GetStocksAsync(cancellationToken)).ToDictionary(s => s.Code, s => s.Name),
            Runs = await store.Runs.GetRunsSinceAsync(since, cancellationToken),
            Attempts = await store.History.GetAttemptsAsync(since, MaxAttempts, cancellationToken),
            Requests = await store.Services.GetRequestsAsync(endpoint, data.HistoryFrom, cancellationToken),
        };
    }

    // Day by day, as the strips of the page need them; who is accepted as absent is no gap.
    static List<DayException> OpenDays(IReadOnlyList<Absence> absences, IReadOnlyList<CalendarDay> calendar)
    {
        DateOnly[] days = [.. calendar.Where(d => d.IsTradingDay).Select(d => d.Date)];
        return [.. absences.Where(a => !a.IsAccepted).SelectMany(a => days.Where(a.Covers).Select(a.On))];
    }
}
