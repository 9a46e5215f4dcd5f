namespace StockSync.Engine.Operations.Health;

/// <summary>
/// From when on something is worth a word. All of them stand here; they are no settings: who needs others has the numbers themselves in
/// the result.
/// </summary>
static class HealthLimits
{
    /// <summary>A day's bars should be there at this Beijing time of the day itself, after the second attempt: else a warning.</summary>
    public static readonly TimeOnly Evening = new(22, 30);

    /// <summary>A day's bars must be there at this Beijing time of the next day, after the last attempt: else critical, and the day was late.</summary>
    public static readonly TimeOnly Morning = new(8, 30);

    /// <summary>From this share of its bars on a day is there; below it is a warning.</summary>
    public const double Coverage = 0.999;

    /// <summary>Below this share of a day's bars: critical.</summary>
    public const double CriticalCoverage = 0.95;

    /// <summary>Runs that end well are to be more than this share of all; a partial run may lack as much of its bars and is called well.</summary>
    public const double SuccessRate = 0.95;

    /// <summary>Stocks that ended right are to be at least this share of all.</summary>
    public const double StockSuccessRate = 0.99;

    /// <summary>Failures in a row from which on somebody should look: the first attempt of a day may fail in silence.</summary>
    public const int Failures = 2;

    /// <summary>Failures in a row from which on somebody must act.</summary>
    public const int CriticalFailures = 3;

    /// <summary>A p95 of so many times the median is slow.</summary>
    public const double SlowRatio = 2;

    /// <summary>Fewer runs than this say nothing of a p95.</summary>
    public const int SlowSample = 20;

    /// <summary>What is over so soon is not called slow.</summary>
    public static readonly TimeSpan SlowFloor = TimeSpan.FromMinutes(1);

    /// <summary>A p95 of more than this share of the time between two attempts is slow.</summary>
    public const double SlotShare = 0.6;

    /// <summary>Trading days after which a day that is not complete will not become so by itself.</summary>
    public const int OldGapDays = 3;

    /// <summary>Attempts in a row that were due and not made: critical.</summary>
    public const int MissedAttempts = 2;

    /// <summary>An attempt that is later than this was not made.</summary>
    public static readonly TimeSpan AttemptGrace = TimeSpan.FromMinutes(30);

    /// <summary>Free share of a disk below which there is a warning.</summary>
    public const double DiskShare = 0.20;

    /// <summary>Free share of a disk below which it is critical.</summary>
    public const double CriticalDiskShare = 0.05;

    /// <summary>More than this is room for many years of the market, however small a share of the disk it is.</summary>
    public const long DiskAmple = 20L << 30;

    /// <summary>Weekdays beyond the end of the calendar that a holiday can explain; the longest ones close the exchanges for eight.</summary>
    public const int HolidayWeekdays = 10;

    /// <summary>Calendar days ahead that are looked at for the end of the calendar: more than the longest closure.</summary>
    public const int AheadDays = 30;

    /// <summary>Trading days to the end of the calendar from which on that is told.</summary>
    public const int CalendarEnd = 3;

    /// <summary>Entries of the lists of evidence.</summary>
    public const int EvidenceItems = 50;

    /// <summary>Trading days of the error budget.</summary>
    public const int BudgetDays = 250;

    /// <summary>Share of them that may be late.</summary>
    public const double BudgetShare = 0.01;

    /// <summary>Below this share of the budget there is a warning.</summary>
    public const double BudgetLow = 0.5;

    /// <summary>A spent budget is critical so many days after the newest late day; after that nobody can act on it any more.</summary>
    public const int BudgetCriticalDays = 30;

    /// <summary>How long a message may wait in the outbox before somebody should look.</summary>
    public static readonly TimeSpan MessageWait = TimeSpan.FromHours(1);

    /// <summary>How long a message that a channel refused is told of.</summary>
    public static readonly TimeSpan MessageMemory = TimeSpan.FromDays(3);

    /// <summary>How far back runs and attempts are looked at: 250 trading days and some holidays.</summary>
    public static readonly TimeSpan History = TimeSpan.FromDays(400);
}
