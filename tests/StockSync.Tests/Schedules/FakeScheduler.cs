using StockSync.Engine.Operations.Schedules;

namespace StockSync.Tests.Schedules;

/// <summary>A scheduler in memory.</summary>
sealed class FakeScheduler(SchedulerKind kind) : IScheduler
{
    readonly Dictionary<string, SyncSchedule> _schedules = [];

    public SchedulerKind Kind => kind;

    public string? Obstacle { get; set; }

    public string? FindObstacle() => Obstacle;

    public SyncSchedule Plan(ScheduleSpec spec) =>
        new() { Name = spec.Name, Scheduler = kind, Times = BeijingTimes.Format(spec.Times), Location = "memory", Text = "" };

    public SyncSchedule Register(ScheduleSpec spec)
    {
        bool isNew = !_schedules.ContainsKey(spec.Name);
        _schedules[spec.Name] = Plan(spec);
        return Plan(spec) with { IsChanged = isNew };
    }

    public SyncSchedule? Unregister(string name) => _schedules.Remove(name, out var removed) ? removed : null;

    public IReadOnlyList<SyncSchedule> Get() => [.. _schedules.Values];
}
