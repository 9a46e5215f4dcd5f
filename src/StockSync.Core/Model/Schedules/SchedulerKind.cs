namespace StockSync;

/// <summary>What starts the tries.</summary>
public enum SchedulerKind
{
    /// <summary>The first of the following that this machine has.</summary>
    Auto = 0,

    /// <summary>A systemd timer of the user (of the system for root).</summary>
    Systemd = 1,

    /// <summary>The user's crontab.</summary>
    Cron = 2,

    /// <summary>Windows Task Scheduler.</summary>
    TaskScheduler = 3,
}
