using StockSync.Engine.Market;
using StockSync.Engine.Planning;

namespace StockSync.Engine.Runs;

/// <summary>The record of a run: what it is at its start, and what its plan adds.</summary>
static class RunRecord
{
    public static SyncRun Start(string runId, SyncKind kind, DateTime startedAt, DateRange range, string? slot, string host) => new()
    {
        RunId = runId,
        Kind = kind,
        Slot = slot,
        Status = SyncRunStatus.Running,
        StartedAt = startedAt,
        LastSeenAt = startedAt,
        From = range.From.ToDateTime(TimeOnly.MinValue),
        To = range.To.ToDateTime(TimeOnly.MinValue),
        Host = host,
        ProcessId = Environment.ProcessId,
        Version = typeof(RunRecord).Assembly.GetName().Version?.ToString(3),
    };

    public static SyncRun WithPlan(SyncRun record, WorkPlan plan, SyncScope scope, CostEstimate estimate, int completeBefore) => new()
    {
        RunId = record.RunId,
        Kind = record.Kind,
        Slot = record.Slot,
        Status = record.Status,
        StartedAt = record.StartedAt,
        LastSeenAt = record.LastSeenAt,
        Host = record.Host,
        ProcessId = record.ProcessId,
        Version = record.Version,
        From = scope.From.ToDateTime(TimeOnly.MinValue),
        To = scope.To.ToDateTime(TimeOnly.MinValue),
        Shape = plan.Cost.Shape,
        Days = scope.Days.Count,
        DaysCompleted = completeBefore,
        EstimatedRequests = estimate.Requests,
        EstimatedSeconds = estimate.Seconds,
    };
}
