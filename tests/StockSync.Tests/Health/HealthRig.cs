using Microsoft.Extensions.Time.Testing;
using StockSync.Engine.Operations.Health;
using StockSync.Engine.Sources.Contract;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Tests.Health;

/// <summary>
/// A copy of a year and a half that is well: every trading day complete at 20:01, three tries a day, a schedule that goes on. Thursday
/// 2026-11-26, 10:00 in Beijing, unless a test says otherwise; closed are weekends and the first week of October.
/// </summary>
sealed class HealthRig
{
    public const string Endpoint = "127.0.0.1:10030";
    public const int Expected = 5000;
    public static readonly DateOnly First = new(2025, 6, 2);

    readonly (ISyncStore Store, ScriptedStore Script) _store = ScriptedStore.Create();

    public HealthRig(string beijing = "2026-11-26 10:00")
    {
        Now = DateTime.SpecifyKind(DateTime.Parse(beijing, null).AddHours(-8), DateTimeKind.Utc);
        var today = DateOnly.FromDateTime(Now.AddHours(8));
        for (var day = First; day <= today; day = day.AddDays(1))
            Calendar.Add(new CalendarDay(day, IsOpen(day)));
        for (var day = today.AddDays(1); day <= today.AddDays(40); day = day.AddDays(1))
            Ahead.Add(new CalendarDay(day, IsOpen(day)));
        foreach (var day in Calendar.Where(d => d.IsTradingDay && Utc(d.Date, 20) < Now).Select(d => d.Date))
            MakeDay(day);
    }

    public DateTime Now { get; }

    public SyncSettings Settings { get; set; } = new();

    public List<CalendarDay> Calendar { get; } = [];

    /// <summary>What is known of the days after today.</summary>
    public List<CalendarDay> Ahead { get; } = [];

    public CopyScope Copy { get; set; } = new(true, new HashSet<StockCode>(), true, true);

    public List<Absence> Absences { get; } = [];

    public List<Claim> Claims { get; } = [];

    public List<SyncDay> Days { get; } = [];

    public List<SyncRun> Runs { get; } = [];

    public List<ScheduledAttempt> Attempts { get; } = [];

    public List<FailedStock> Failures { get; } = [];

    public List<DaySize> Sizes { get; } = [];

    public List<SyncAlert> Alerts { get; } = [];

    public List<AlertDelivery> Deliveries { get; } = [];

    public List<StockEntry> Stocks { get; } = [];

    public int Quarantined { get; set; }

    public int Requests { get; set; } = 7;

    public ServiceState Service { get; set; } = new() { Endpoint = Endpoint };

    public DiskSpace? Disk { get; set; } = new DiskSpace(80L << 30, 100L << 30);

    public DatabaseInfo Info { get; set; } = Database(2);

    /// <summary>Rows in the table where they are not as recorded.</summary>
    public Dictionary<DateOnly, int> Rows { get; } = [];

    /// <summary>What happens when they are counted.</summary>
    public Action Counted { get; set; } = () => { };

    public IReadOnlyList<SyncSchedule>? Schedules { get; set; } = [Schedule()];

    public ScriptedStore Script => _store.Script;

    public static DatabaseInfo Database(int version, string kind = "SQLite") => new()
    {
        Kind = kind,
        Target = "/data/bars.db",
        ServerVersion = "3",
        SchemaVersion = version,
        NewestSchema = 2,
        IsWritable = true,
        SizeBytes = 1L << 30,
    };

    public static SyncSchedule Schedule(bool isActive = true) => new()
    {
        Name = "default",
        Scheduler = SchedulerKind.Cron,
        Times = "20:00, 22:00, 08:00",
        Location = "crontab",
        Text = "",
        IsActive = isActive,
        NextAt = new DateTime(2026, 11, 26, 12, 0, 0, DateTimeKind.Utc),
    };

    public static bool IsOpen(DateOnly day) =>
        day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !(day.Month == 10 && day.Day <= 7);

    /// <summary>A Beijing hour of a day, UTC.</summary>
    public static DateTime Utc(DateOnly day, double hour) =>
        DateTime.SpecifyKind(day.ToDateTime(TimeOnly.MinValue).AddHours(hour - 8), DateTimeKind.Utc);

    public static SyncDay Day(
        DateOnly date, int present = Expected, int expected = Expected, SyncDayStatus? status = null, DateTime? settledAt = null) => new()
    {
        Date = date.ToDateTime(TimeOnly.MinValue),
        Status = status ?? (present == expected ? SyncDayStatus.Completed : SyncDayStatus.Partial),
        Expected = expected,
        Stored = Math.Max(0, present - 20),
        Suspended = Math.Min(20, present),
        SettledAt = settledAt ?? Utc(date, 20.01),
    };

    public static SyncRun Run(
        DateTime startedAt, SyncRunStatus status = SyncRunStatus.Completed, SyncKind kind = SyncKind.Day, double seconds = 40, long present = 0,
        int requests = 6, DateOnly? day = null, string? message = null, int retries = 0, int errors = 0, (double, double)? latency = null) => new()
    {
        RunId = $"{startedAt:yyyyMMddTHHmmss}Z",
        Kind = kind,
        Status = status,
        StartedAt = startedAt,
        EndedAt = status == SyncRunStatus.Running ? null : startedAt.AddSeconds(seconds),
        LastSeenAt = startedAt.AddSeconds(seconds),
        From = day?.ToDateTime(TimeOnly.MinValue),
        To = day?.ToDateTime(TimeOnly.MinValue),
        Expected = present > 0 ? Expected : 0,
        Stored = present,
        Inserted = present,
        Requests = requests,
        Retries = retries,
        SourceErrors = errors,
        LatencyP50 = latency?.Item1,
        LatencyP95 = latency?.Item2,
        BytesIn = requests * 1000,
        Message = message,
    };

    public static ScheduledAttempt Try(DateTime dueAt, AttemptOutcome outcome, DateOnly? day = null, string? runId = null) => new()
    {
        AttemptId = $"{dueAt:yyyyMMddTHHmmss}Z",
        StartedAt = dueAt.AddSeconds(2),
        EndedAt = dueAt.AddSeconds(50),
        DueAt = dueAt,
        Date = day?.ToDateTime(TimeOnly.MinValue),
        Outcome = outcome,
        RunId = runId,
        Host = Environment.MachineName,
    };

    /// <summary>As if nobody had done anything since.</summary>
    public void ForgetAfter(DateOnly day)
    {
        Days.RemoveAll(d => DateOnly.FromDateTime(d.Date) > day);
        Runs.RemoveAll(r => r.StartedAt > Utc(day, 24));
        Attempts.RemoveAll(t => t.StartedAt > Utc(day, 32.1));
    }

    public void Replace(SyncDay day)
    {
        Days.RemoveAll(d => d.Date == day.Date);
        Days.Add(day);
    }

    public Task<SyncHealth> ReadAsync()
    {
        Answer("get_Target", _ => "SQLite /data/bars.db");
        Answer("InspectAsync", _ => Task.FromResult(Info));
        Answer("GetCalendarAsync", a => List(Calendar.Concat(Ahead).Where(d => d.Date >= (DateOnly)a[0]! && d.Date <= (DateOnly)a[1]!)));
        Answer("GetCopyAsync", _ => Task.FromResult(Copy));
        Answer("GetAbsencesAsync", _ => List(Absences));
        Answer("GetClaimsAsync", _ => List(Claims));
        Answer("GetDaysAsync", a => List(Days.OrderBy(d => d.Date).Where(d => a[0] is not DateOnly from || DateOnly.FromDateTime(d.Date) == from)));
        Answer("GetRunsSinceAsync", a => List(Runs.Where(r => r.StartedAt >= (DateTime)a[0]!).OrderByDescending(r => r.StartedAt)));
        Answer("GetTotalsAsync", _ => Task.FromResult(new RunTotals(Runs.Count, Runs.Sum(r => r.Inserted & 0xFFFFFF), 7)));
        Answer("GetFailuresAsync", _ => List(Failures));
        Answer("CountQuarantinedAsync", _ => Task.FromResult(Quarantined));
        Answer("GetServiceAsync", _ => Task.FromResult(Service));
        Answer("GetReservedRequestsAsync", _ => Task.FromResult(Requests));
        Answer("GetSizesAsync", a => List(Sizes.Where(s => s.Day >= (DateOnly)a[0]!)));
        Answer("GetAttemptsAsync", a => List(Attempts.Where(t => t.StartedAt >= (DateTime)a[0]!).OrderByDescending(t => t.StartedAt)));
        Answer("GetAlertsAsync", _ => List(Alerts));
        Answer("GetDeliveriesAsync", a => List(Deliveries.Where(d => a[0] is false || d.State == AlertDeliveryState.Pending)));
        Answer("CountRowsAsync", a => Task.FromResult(Count((DateOnly)a[0]!)));
        Answer("GetStocksAsync", _ => List(Stocks));
        return new HealthReader(Settings, _store.Store, Endpoint, new FakeTimeProvider(new DateTimeOffset(Now)), _ => Disk)
            .ReadAsync(Schedules, CancellationToken.None);
    }

    void MakeDay(DateOnly day)
    {
        Days.Add(Day(day));
        Runs.Add(Run(Utc(day, 20), present: Expected, day: day));
        Attempts.Add(Try(Utc(day, 20), AttemptOutcome.Completed, day, Runs[^1].RunId));
        foreach (double hour in new[] { 22.0, 32.0 })
        {
            if (Utc(day, hour) < Now)
                Attempts.Add(Try(Utc(day, hour), AttemptOutcome.AlreadyComplete, day));
        }
    }

    IReadOnlyDictionary<DateOnly, DayRows> Count(DateOnly day)
    {
        int recorded = Days.Where(d => DateOnly.FromDateTime(d.Date) == day).Sum(d => d.Stored + d.Suspended);
        Counted();
        return new Dictionary<DateOnly, DayRows> { [day] = new(Rows.GetValueOrDefault(day, recorded), 20) };
    }

    void Answer(string name, Func<object?[], object> answer) => Script.Answers[name] = answer;

    static Task<IReadOnlyList<T>> List<T>(IEnumerable<T> items) => Task.FromResult<IReadOnlyList<T>>([.. items]);
}
