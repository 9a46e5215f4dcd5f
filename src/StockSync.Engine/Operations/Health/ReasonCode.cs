namespace StockSync.Engine.Operations.Health;

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
