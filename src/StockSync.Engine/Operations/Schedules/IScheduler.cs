namespace StockSync.Engine.Operations.Schedules;

/// <summary>One scheduler of this machine.</summary>
interface IScheduler
{
    SchedulerKind Kind { get; }

    /// <summary>Why it cannot be used here; null where it can.</summary>
    string? FindObstacle();

    /// <summary>What would be written.</summary>
    SyncSchedule Plan(ScheduleSpec spec);

    SyncSchedule Register(ScheduleSpec spec);

    /// <summary>What was taken away; null where there was nothing.</summary>
    SyncSchedule? Unregister(string name);

    IReadOnlyList<SyncSchedule> Get();
}
