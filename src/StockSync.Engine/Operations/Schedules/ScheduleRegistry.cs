using StockSync.Engine.Operations.Schedules.Cron;
using StockSync.Engine.Operations.Schedules.Systemd;
using StockSync.Engine.Operations.Schedules.Windows;

namespace StockSync.Engine.Operations.Schedules;

/// <summary>All schedulers of this machine as one: a name stands in one of them.</summary>
/// <param name="schedulers">In the order in which they are preferred.</param>
sealed class ScheduleRegistry(IReadOnlyList<IScheduler> schedulers) : IScheduleRegistry
{
    public SyncSchedule Plan(ScheduleSpec spec)
    {
        spec = ScheduleRules.Check(spec);

        // Asked for by name, it is shown on a machine that has none too: to be looked at, or to be taken elsewhere.
        return (spec.Scheduler == SchedulerKind.Auto ? Choose(spec) : Of(spec.Scheduler)).Plan(spec);
    }

    public SyncSchedule Register(ScheduleSpec spec)
    {
        spec = ScheduleRules.Check(spec);
        var scheduler = Choose(spec);
        var schedule = scheduler.Register(spec);

        // Where the name stood in another one, each attempt would be started twice.
        bool isMoved = false;
        foreach (var other in schedulers.Where(s => s != scheduler && s.FindObstacle() is null))
            isMoved |= other.Unregister(spec.Name) is not null;
        return isMoved ? schedule with { IsChanged = true } : schedule;
    }

    public SyncSchedule? Unregister(string name)
    {
        name = ScheduleRules.Name(name);
        SyncSchedule? removed = null;
        foreach (var scheduler in schedulers.Where(s => s.FindObstacle() is null))
            removed = scheduler.Unregister(name) ?? removed;
        return removed;
    }

    public IReadOnlyList<SyncSchedule> Get() =>
        [.. schedulers.Where(s => s.FindObstacle() is null).SelectMany(s => s.Get()).OrderBy(s => s.Name, StringComparer.Ordinal)];

    IScheduler Of(SchedulerKind kind) => schedulers.First(s => s.Kind == kind);

    IScheduler Choose(ScheduleSpec spec)
    {
        if (spec.Scheduler != SchedulerKind.Auto)
        {
            var asked = Of(spec.Scheduler);
            return asked.FindObstacle() is { } why ? throw ScheduleErrors.Missing(spec.Scheduler.ToString(), why) : asked;
        }

        var obstacles = new List<string>();
        foreach (var scheduler in schedulers)
        {
            if (scheduler.FindObstacle() is not { } obstacle)
                return scheduler;
            obstacles.Add(obstacle);
        }
        throw ScheduleErrors.Missing(spec.Name, ScheduleStrings.FormatNoScheduler(string.Join(" ", obstacles)));
    }
}

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

/// <summary>The schedulers that a machine may have.</summary>
static class ScheduleFactory
{
    /// <param name="environment">Reads a variable.</param>
    /// <param name="stateDirectory">Where copies of the crontab are kept.</param>
    /// <param name="time">The clock.</param>
    public static IScheduleRegistry Open(Func<string, string?> environment, string stateDirectory, TimeProvider time)
    {
        var programs = new Programs(environment);
        return new ScheduleRegistry([
            new SystemdScheduler(programs, SystemdPlace.Find(environment)),
            new CronScheduler(
                programs,
                () => CronClock.Find(environment, "/etc/localtime", time.GetUtcNow()),
                new CrontabBackups(stateDirectory, time),
                CronDaemon.MayRun),
            new WindowsScheduler(programs, $@"{Environment.UserDomainName}\{Environment.UserName}"),
        ]);
    }
}
