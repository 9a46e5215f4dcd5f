using StockSync.Engine.Resources;

namespace StockSync.Engine.Operations.Health;

/// <summary>Collects what is wrong. Parts are read side by side, so it is safe to use from several threads.</summary>
sealed class ReasonList
{
    readonly Lock _lock = new();
    readonly List<HealthReason> _reasons = [];

    /// <summary>Worst first, else in the order in which they were found.</summary>
    public IReadOnlyList<HealthReason> Reasons
    {
        get
        {
            lock (_lock)
                return [.. _reasons.OrderByDescending(r => Rank(r.Severity))];
        }
    }

    /// <summary>The worst of them.</summary>
    public HealthStatus Status => Reasons is [var worst, ..] ? worst.Severity : HealthStatus.Healthy;

    /// <summary>Adds one whose text and advice stand under its code.</summary>
    public void Add(string code, HealthStatus severity, params object?[] values) => Add(code, code, severity, values);

    /// <summary>Adds one whose text and advice stand under another key.</summary>
    public void Add(string code, string key, HealthStatus severity, params object?[] values) => Add(new HealthReason
    {
        Code = code,
        Severity = severity,
        Text = HealthStrings.ResourceManager.Text(key, values),
        Advice = HealthStrings.ResourceManager.Text(key + "Advice", values),
    });

    /// <summary>Adds what the database says of itself; once, however many parts it was asked for.</summary>
    public void Add(StockSyncException error)
    {
        lock (_lock)
        {
            if (_reasons.Exists(r => r.Code == error.ErrorId))
                return;
        }
        Add(new HealthReason { Code = error.ErrorId, Severity = HealthStatus.Critical, Text = error.Message, Advice = error.Advice });
    }

    // Who cannot tell may hide something critical, so that is worse than a warning; nothing is worse than what is known to be critical.
    static int Rank(HealthStatus severity) => severity switch
    {
        HealthStatus.Critical => 3,
        HealthStatus.Unknown => 2,
        HealthStatus.Warning => 1,
        _ => 0,
    };

    void Add(HealthReason reason)
    {
        lock (_lock)
            _reasons.Add(reason);
    }
}

/// <summary>The stable words of reasons; scripts depend on them. Errors of the database have their own ids as codes.</summary>
static class ReasonCode
{
    public const string Empty = nameof(Empty);
    public const string Stale = nameof(Stale);
    public const string CalendarOld = nameof(CalendarOld);
    public const string CalendarEnds = nameof(CalendarEnds);
    public const string LowCoverage = nameof(LowCoverage);
    public const string LowSuccessRate = nameof(LowSuccessRate);
    public const string LowStockSuccessRate = nameof(LowStockSuccessRate);
    public const string ConsecutiveFailures = nameof(ConsecutiveFailures);
    public const string SlowRuns = nameof(SlowRuns);
    public const string OldGaps = nameof(OldGaps);
    public const string RunMissing = nameof(RunMissing);
    public const string NotScheduled = nameof(NotScheduled);
    public const string ScheduleInactive = nameof(ScheduleInactive);
    public const string SourceBlocked = nameof(SourceBlocked);
    public const string BudgetSpent = nameof(BudgetSpent);
    public const string SchemaOld = nameof(SchemaOld);
    public const string DiskLow = nameof(DiskLow);
    public const string CheckpointWrong = nameof(CheckpointWrong);
    public const string QuarantinedBars = nameof(QuarantinedBars);
    public const string ThinDays = nameof(ThinDays);
    public const string DayDoubted = nameof(DayDoubted);
    public const string AlertsUndelivered = nameof(AlertsUndelivered);
    public const string ErrorBudgetLow = nameof(ErrorBudgetLow);
    public const string ErrorBudgetSpent = nameof(ErrorBudgetSpent);
    public const string PartUnreadable = nameof(PartUnreadable);
}

/// <summary>Which advice is right for a copy: what fills the whole market would make a copy of chosen stocks a wider one.</summary>
static class Advice
{
    public static string Key(HealthFacts facts, string whole, string chosen) => facts.Copy is { IsChosen: true } ? chosen : whole;
}
