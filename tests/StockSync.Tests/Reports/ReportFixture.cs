using StockSync.Engine.Operations.Reports;
using StockSync.Engine.Sources.Contract;
using StockSync.Engine.Stores.Contract;
using StockSync.Engine.Stores.Sql;

namespace StockSync.Tests.Reports;

/// <summary>What a copy of so many years leaves behind: mostly good, with a bad week, poison stocks, late days and growth.</summary>
sealed class ReportFixture
{
    const int MarketToday = 5_490;
    const int YearlyListings = 240;

    static readonly string[] s_names =
        ["浦发银行", "平安银行", "贵州茅台", "宁德时代", "中芯国际", "比亚迪", "招商银行", "中国平安", "五粮液", "隆基绿能", "*ST 金洲", "中国石油"];

    readonly Random _random = new(20261126);
    readonly DateOnly _first;
    readonly DateOnly _today;

    ReportFixture(int years, DateTime asOf)
    {
        _today = DateOnly.FromDateTime(asOf.AddHours(8));
        _first = _today.AddYears(-years).AddDays(1);
        TradingDays = [.. Days(_first, _today.AddDays(-1)).Where(IsOpen)];
    }

    List<DateOnly> TradingDays { get; }

    /// <summary>The same data for the same arguments.</summary>
    public static ReportData Make(int years, DateTime asOf) => new ReportFixture(years, asOf).Make(asOf);

    static IEnumerable<DateOnly> Days(DateOnly from, DateOnly to)
    {
        for (var day = from; day <= to; day = day.AddDays(1))
            yield return day;
    }

    // Close enough to the real holidays to look right.
    static bool IsOpen(DateOnly day) => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)
        && (day.Month, day.Day) is not (
            (1, 1) or (2, >= 8 and <= 14) or (4, 4 or 5) or (5, >= 1 and <= 4) or (6, 14) or (9, 20) or (10, >= 1 and <= 7));

    ReportData Make(DateTime asOf)
    {
        var days = TradingDays.Select(Day).ToArray();
        var runs = Runs().ToArray();
        var failures = Failures(asOf).ToArray();
        var latest = days.Last(d => d.Status == SyncDayStatus.Completed);
        return new ReportData
        {
            Health = Health(asOf, days, runs, failures, latest),
            Target = "PostgreSQL ep-quiet-lake-a1b2c3.ap-southeast-1.aws.neon.tech/market",
            Endpoint = "public-api.baostock.com:10030",
            Version = "0.1.0",
            Host = "quotes-01",
            Zone = "Etc/UTC",
            DailyBudget = 45_000,
            Days = days,
            Calendar = [.. Days(_first, _today).Select(d => new CalendarDay(d, IsOpen(d)))],
            Runs = runs,
            Attempts = [.. Attempts().Reverse()],
            Failures = failures,
            Exceptions = [.. Exceptions()],
            Names = Codes().Select((c, i) => (c, i)).ToDictionary(c => c.c, c => s_names[c.i % s_names.Length]),
            Sizes = [.. Days(_first, _today).Where((_, i) => i % 3 == 0).Select(Size)],
            Requests = [.. Days(_today.AddDays(-120), _today).Select(d => new DayRequests(d, RequestsOf(d)))],
            Schedules =
            [
                new SyncSchedule
                {
                    Name = "StockSync", Scheduler = SchedulerKind.Systemd, Times = "20:00, 22:00, 08:00", Location = "stocksync.timer",
                    Text = "",
                    NextAt = asOf.Date.AddHours(12),
                },
            ],
            Alerts = [.. Alerts(asOf)],
        };
    }

    bool IsBadWeek(DateOnly day) => day >= _today.AddDays(-40) && day <= _today.AddDays(-34);

    SyncDay Day(DateOnly day)
    {
        int age = _today.DayNumber - day.DayNumber;
        int expected = Math.Max(200, MarketToday - (age * YearlyListings / 365));
        int suspended = expected / 400;
        int missing = IsBadWeek(day)
            ? expected * (age % 5) / 12
            : _random.Next(420) switch { 0 => expected / 4, 1 => expected / 15, <= 4 => _random.Next(1, 30), _ => 0 };
        if (_random.Next(900) == 0)
            missing = expected;
        int late = age <= 1 ? 2 : 0;
        bool isComplete = missing + late == 0;
        int stored = Math.Max(0, expected - suspended - missing - late);
        return new SyncDay
        {
            Date = day.ToDateTime(TimeOnly.MinValue),
            Status = isComplete ? SyncDayStatus.Completed : missing == expected ? SyncDayStatus.Failed : SyncDayStatus.Partial,
            Expected = expected,
            Stored = stored,
            Suspended = missing == expected ? 0 : suspended,
            Late = late,
            Failed = missing,
            Attempts = isComplete ? 1 : 3,
            Reason = isComplete ? null : missing > 0 ? $"{missing} failed" : $"{late} late",
        };
    }

    IEnumerable<SyncRun> Runs()
    {
        foreach (var day in Days(_today.AddDays(-180), _today.AddDays(-1)).Where(IsOpen).Reverse())
        {
            bool isBad = IsBadWeek(day);
            var start = day.ToDateTime(new TimeOnly(12, 0, 2), DateTimeKind.Utc);
            double seconds = 48 + (_random.NextDouble() * 60) + (isBad ? 700 : _random.Next(14) == 0 ? 240 : 0);
            var status = isBad ? SyncRunStatus.Failed : _random.Next(18) == 0 ? SyncRunStatus.Partial : SyncRunStatus.Completed;
            string? error = (isBad, status) switch
            {
                (true, _) => day.Day % 2 == 0 ? ErrorIds.SourceTimeout : ErrorIds.SourceUnreachable,
                (_, SyncRunStatus.Partial) when day.Day % 3 == 0 => ErrorIds.SourceDisconnected,
                _ => null,
            };
            yield return Run(day, start, seconds, SyncKind.Day, status, error, "20:00", RequestShape.MarketDay, 3 + _random.Next(4));
            if (status != SyncRunStatus.Completed)
                yield return Run(
                    day,
                    start.AddHours(2),
                    seconds / 2,
                    SyncKind.Day,
                    isBad ? SyncRunStatus.Partial : SyncRunStatus.Completed,
                    null,
                    "22:00",
                    RequestShape.MarketDay,
                    4);
            if (day.DayOfWeek == DayOfWeek.Friday && day.Day < 8)
                yield return Run(
                    day,
                    start.AddHours(-6),
                    5_200 + (_random.NextDouble() * 9_000),
                    SyncKind.Backfill,
                    SyncRunStatus.Completed,
                    null,
                    null,
                    RequestShape.StockRange,
                    5_230);
            if (_random.Next(12) == 0)
                yield return Run(
                    day,
                    start.AddHours(3),
                    8 + (_random.NextDouble() * 30),
                    SyncKind.Retry,
                    SyncRunStatus.Completed,
                    null,
                    null,
                    RequestShape.StockRange,
                    12);
        }
    }

    SyncRun Run(
        DateOnly day, DateTime start, double seconds, SyncKind kind, SyncRunStatus status, string? error, string? slot, RequestShape shape,
        int requests) => new()
    {
        RunId = $"{start:yyyyMMdd-HHmmss}-0001",
        Kind = kind,
        Status = status,
        StartedAt = start,
        EndedAt = start.AddSeconds(seconds),
        From = day.AddDays(kind == SyncKind.Backfill ? -365 : -7).ToDateTime(TimeOnly.MinValue),
        To = day.ToDateTime(TimeOnly.MinValue),
        Shape = shape,
        Slot = slot,
        Days = kind == SyncKind.Backfill ? 244 : 6,
        DaysCompleted = kind == SyncKind.Backfill ? 244 : status == SyncRunStatus.Completed ? 6 : 5,
        Inserted = status == SyncRunStatus.Failed ? 0 : kind == SyncKind.Backfill ? 12_840 : 5_490,
        Updated = _random.Next(3),
        Unchanged = status == SyncRunStatus.Failed ? 0 : 27_450,
        Requests = requests,
        Retries = error is null ? _random.Next(5) / 4 * requests / 40 : 9,
        SourceErrors = error is null ? 0 : 3,
        LatencyP50 = shape == RequestShape.MarketDay ? 29 + (_random.NextDouble() * 9) : 0.11 + (_random.NextDouble() * 0.05),
        LatencyP95 = shape == RequestShape.MarketDay ? 44 + (_random.NextDouble() * 22) : 0.4 + (_random.NextDouble() * 0.4),
        ErrorId = error,
        Message = error is null ? null : "No answer within 300 s.",
        Host = "quotes-01",
    };

    IEnumerable<ScheduledAttempt> Attempts()
    {
        string[] slots = ["20:00", "22:00", "08:00"];
        foreach (var day in Days(_today.AddDays(-180), _today.AddDays(-1)).Where(IsOpen))
        {
            int completedBy = IsBadWeek(day) ? 4 : _random.Next(18) switch { 0 => 2, 1 => day.Day % 3 == 0 ? 3 : 2, _ => 1 };
            for (int number = 1; number <= 3; number++)
            {
                var start = day.AddDays(number / 3).ToDateTime(
                    TimeOnly.Parse(slots[number - 1], System.Globalization.CultureInfo.InvariantCulture)).AddHours(-8);
                bool isPast = number > completedBy;
                yield return new ScheduledAttempt
                {
                    AttemptId = $"{start:yyyyMMddHHmmss}",
                    Slot = slots[number - 1],
                    Number = number,
                    Date = day.ToDateTime(TimeOnly.MinValue),
                    StartedAt = DateTime.SpecifyKind(start, DateTimeKind.Utc),
                    Outcome = isPast ? AttemptOutcome.AlreadyComplete
                        : number == completedBy ? AttemptOutcome.Completed
                        : IsBadWeek(day) ? AttemptOutcome.Failed
                        : AttemptOutcome.Partial,
                    ErrorId = IsBadWeek(day) && !isPast ? ErrorIds.SourceTimeout : null,
                    Expected = MarketToday,
                    Succeeded = number >= completedBy ? MarketToday : MarketToday - 31,
                    Host = "quotes-01",
                };
            }
        }
    }

    IEnumerable<FailedStock> Failures(DateTime asOf)
    {
        string[] reasons = [ErrorIds.SourceTimeout, ErrorIds.SourceDisconnected, ErrorIds.SourceError, ErrorIds.SourceProtocol];
        foreach (var (code, i) in Codes().Where((_, i) => i % 61 == 0).Select((c, i) => (c, i)))
        {
            var from = TradingDays[^Math.Min(TradingDays.Count, 4 + _random.Next(120))];
            yield return new FailedStock
            {
                Code = code.ToString(),
                Exchange = code.Exchange,
                From = from.ToDateTime(TimeOnly.MinValue),
                To = from.AddDays(_random.Next(1, 34)).ToDateTime(TimeOnly.MinValue),
                Reason = reasons[i * i % 7 % 4],
                Attempts = 3 + (i % 4),
                FirstFailedAt = asOf.AddDays(-3 - (i % 40)),
                LastFailedAt = asOf.AddDays(-1),
            };
        }
    }

    IEnumerable<DayException> Exceptions()
    {
        foreach (var code in Codes().Where((_, i) => i % 97 == 3))
            yield return new DayException(TradingDays[^1], code, StockState.Late, "BarLate");
        foreach (var code in Codes().Where((_, i) => i % 211 == 9))
        {
            for (int back = 3; back < Math.Min(TradingDays.Count, 90); back += _random.Next(3, 30))
                yield return new DayException(TradingDays[^back], code, StockState.Quarantined, "HighBelowLow");
        }
    }

    static IEnumerable<StockCode> Codes() => Enumerable.Range(0, MarketToday).Select(i => new StockCode((i % 4) switch
    {
        0 => 600_000 + (i / 4),
        1 => 1 + (i / 4),
        2 => 300_001 + (i / 4),
        _ => 688_001 + (i / 4),
    }));

    // SQLite and PostgreSQL alike take about 90 bytes a bar.
    DaySize Size(DateOnly day)
    {
        int age = _today.DayNumber - day.DayNumber;
        int total = _today.DayNumber - _first.DayNumber;
        return new DaySize(day, 40_000_000L + ((long)(total - age) * 320_000) + ((long)(total - age) * (total - age) * 12));
    }

    int RequestsOf(DateOnly day) => !IsOpen(day) ? 4
        : IsBadWeek(day) ? 1_800 + _random.Next(900)
        : day.DayOfWeek == DayOfWeek.Friday && day.Day < 8 ? 5_240
        : 20 + _random.Next(60);

    static SyncHealth Health(DateTime asOf, SyncDay[] days, SyncRun[] runs, FailedStock[] failures, SyncDay latest) => new()
    {
        Status = HealthStatus.Warning,
        AsOf = asOf,
        Reasons =
        [
            new HealthReason
            {
                Code = "LowCoverage", Severity = HealthStatus.Warning,
                Text = $"{days[^1].Date:yyyy-MM-dd} is not complete: 2 of {days[^1].Expected} stocks are late.",
                Advice = "The next try fetches them; Get-SyncCheckpoint -Status Partial shows the day.",
            },
            new HealthReason
            {
                Code = "OldGaps", Severity = HealthStatus.Warning, Text = "11 trading days older than three days are not complete.",
                Advice = "Resume-FailedStock tries what is open.",
            },
        ],
        ExpectedDay = days[^1].Date,
        LatestDay = latest.Date,
        LagDays = days.Count(d => d.Date > latest.Date),
        Coverage = (double)(days[^1].Stored + days[^1].Suspended) / days[^1].Expected,
        SuccessRate = 0.968,
        SuccessRate7 = 1,
        SuccessRate90 = 0.9412,
        TotalRuns = 1_204,
        Scope = "WholeMarket",
        Evidence = ReportEvidence.Make(days),
        LastRun = runs[0],
        Durations = new DurationHealth
        {
            Runs = runs.Length, P50 = TimeSpan.FromSeconds(84), P95 = TimeSpan.FromSeconds(312), Average = TimeSpan.FromSeconds(120),
            Max = TimeSpan.FromHours(3),
        },
        FailedStocks = failures.Length,
        Quarantined = 37,
        Source = new SourceHealth { Requests = 64, Budget = 45_000 },
        Database = new DatabaseHealth
        {
            Target = "PostgreSQL", IsReachable = true, SizeBytes = 1_360_000_000, SchemaVersion = 2, GrowthBytesPerDay = 411_000,
        },
        Day = days[^1],
        ErrorBudget = new ErrorBudgetHealth { Days = 250, BadDays = 1, Remaining = 0.6, LastBadDay = days[^35].Date },
        Alerts = new AlertHealth { Open = 1, Pending = 0, LastDeliveredAt = asOf.AddHours(-14).AddMinutes(2) },
    };

    static IEnumerable<SyncAlert> Alerts(DateTime asOf)
    {
        yield return Alert(
            AlertRule.DayIncomplete,
            $"{asOf.AddDays(-1):yyyy-MM-dd}",
            AlertSeverity.Warning,
            AlertState.Open,
            asOf.AddHours(-14),
            "2 of 5,490 stocks are not there after the second try.");
        for (int i = 0; i < 5; i++)
            yield return Alert(
                AlertRule.DayIncomplete,
                $"{asOf.AddDays(-34 - i):yyyy-MM-dd}",
                AlertSeverity.Critical,
                AlertState.Resolved,
                asOf.AddDays(-34 - i),
                "The last try of the day failed: the service did not answer.");
    }

    static SyncAlert Alert(AlertRule rule, string scope, AlertSeverity severity, AlertState state, DateTime opened, string title) => new()
    {
        Rule = rule, Scope = scope, Severity = severity, State = state, OpenedAt = opened, SeenAt = opened, Title = title,
        ResolvedAt = state == AlertState.Resolved ? opened.AddHours(19) : null,
    };
}
