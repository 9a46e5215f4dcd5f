namespace StockSync.Engine.Operations.Health;

/// <summary>What a checkpoint says of its day.</summary>
static class DayJudgement
{
    public static DateOnly Day(this SyncDay day) => DateOnly.FromDateTime(day.Date);

    /// <summary>Bars that are there, those of suspended stocks included.</summary>
    public static int Present(this SyncDay day) => day.Stored + day.Suspended;

    /// <summary>Bars that are there to those that should be; null where nobody knows how many should.</summary>
    public static double? Coverage(this SyncDay day) => day.Expected > 0 ? Math.Min(1, (double)day.Present() / day.Expected) : null;

    /// <summary>Complete, or so nearly that it is not stale; or only a second answer is waited for.</summary>
    public static bool IsThere(this SyncDay day) =>
        day.Status == SyncDayStatus.Completed || day.IsWaiting || day.Coverage() >= HealthLimits.Coverage;
}
