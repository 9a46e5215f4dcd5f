namespace StockSync;

/// <summary>The schedules of this machine's user. Every failure is a <see cref="StockSyncException"/>; nothing else of the machine is changed.</summary>
public interface IScheduleRegistry
{
    /// <summary>What <see cref="Register"/> would write, without writing it.</summary>
    SyncSchedule Plan(ScheduleSpec spec);

    /// <summary>Writes it and has it started; a second call with the same input changes nothing and says so.</summary>
    SyncSchedule Register(ScheduleSpec spec);

    /// <summary>Takes it away without a trace; null where there was none of that name.</summary>
    SyncSchedule? Unregister(string name);

    /// <summary>All schedules of ours, by whatever scheduler.</summary>
    IReadOnlyList<SyncSchedule> Get();
}
