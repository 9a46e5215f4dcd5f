using StockSync.Engine.Planning;

namespace StockSync.Engine.Runs;

/// <summary>Days of a scope about which nothing has to be asked: complete, closed, or not published yet.</summary>
static class KnownDays
{
    /// <summary>Reports them in order.</summary>
    public static async Task EmitAsync(
        SyncScope scope, IReadOnlyList<SyncDay> completed, ISyncObserver observer, CancellationToken cancellationToken)
    {
        var closed = scope.ClosedDays.Select(d => new SyncDay { Date = d.ToDateTime(TimeOnly.MinValue), Status = SyncDayStatus.Skipped, Reason = "market closed" });
        var notDue = scope.DaysNotDue.Select(d => new SyncDay { Date = d.ToDateTime(TimeOnly.MinValue), Status = SyncDayStatus.Pending, Reason = "not published yet" });
        foreach (var day in completed.Concat(closed).Concat(notDue).OrderBy(d => d.Date))
            await observer.DayAsync(day, cancellationToken);
    }
}
