using StockSync.Engine.Operations.Schedules.Cron;
using StockSync.Engine.Operations.Schedules.Systemd;
using StockSync.Engine.Operations.Schedules.Windows;

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
