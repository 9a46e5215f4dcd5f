using System.Text;

namespace StockSync.Engine.Operations.Schedules.Cron;

/// <summary>The user's crontab, read and written through <c>crontab</c>, which alone may.</summary>
/// <param name="programs">Runs it.</param>
/// <param name="clock">The daemon's clock.</param>
/// <param name="backups">Keeps what was there before.</param>
/// <param name="mayRun">False where certainly no daemon runs.</param>
sealed class CronScheduler(IPrograms programs, Func<CronClock> clock, CrontabBackups backups, Func<bool> mayRun) : IScheduler
{
    const string Program = "crontab";

    public SchedulerKind Kind => SchedulerKind.Cron;

    public string? FindObstacle() => programs.Find(Program) is null ? ScheduleStrings.FormatProgramMissing(Program) : null;

    public SyncSchedule Plan(ScheduleSpec spec) => CrontabBlock.Read(spec.Name, CrontabBlock.Write(spec, clock()));

    public SyncSchedule Register(ScheduleSpec spec)
    {
        string block = CrontabBlock.Write(spec, clock());
        bool isChanged = Change(table => CrontabText.Put(table, spec.Name, Raw(block)));
        return Advise(CrontabBlock.Read(spec.Name, block) with { IsChanged = isChanged });
    }

    public SyncSchedule? Unregister(string name)
    {
        SyncSchedule? removed = null;
        Change(table =>
        {
            removed = CrontabText.Find(table).Where(b => b.Name == name).Select(b => Read(table, b)).FirstOrDefault();
            return CrontabText.Remove(table, name);
        });
        return removed is null ? null : removed with { IsChanged = true };
    }

    public IReadOnlyList<SyncSchedule> Get()
    {
        string table = ReadTable();
        return [.. CrontabText.Find(table).Select(b => Advise(Read(table, b)))];
    }

    // Each byte one character: a table is in no encoding in particular, and other people's lines stay as they are.
    static string Raw(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));

    static SyncSchedule Read(string table, CrontabSpan block) =>
        CrontabBlock.Read(block.Name, Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(table[block.Start..block.End])));

    SyncSchedule Advise(SyncSchedule schedule) => !schedule.IsActive || mayRun()
        ? schedule
        : schedule with { IsActive = false, Advice = ScheduleStrings.AdviceDaemon };

    bool Change(Func<string, string> edit)
    {
        using var turn = backups.Lock();
        string before = ReadTable();
        string after = edit(before);
        if (after == before)
            return false;

        // Debian's crontab shows a carriage return as these two characters; written back, the line would be another one.
        if (before.Contains("\\r\n", StringComparison.Ordinal))
            throw ScheduleErrors.Failed(Program, ScheduleStrings.CrontabReturns, ScheduleStrings.AdviceReturns);

        string copy = backups.Keep(Encoding.Latin1.GetBytes(before));
        var result = after.Length == 0
            ? programs.Run(Program, ["-r"])
            : programs.Run(Program, ["-"], Encoding.Latin1.GetBytes(after));
        if (result.ExitCode != 0)
            throw Refused(result);
        if (ReadTable() != after)
            throw ScheduleErrors.Failed(Program, ScheduleStrings.CrontabOther, ScheduleStrings.FormatAdviceBackup(copy));
        return true;
    }

    string ReadTable()
    {
        var result = programs.Run(Program, ["-l"]);
        if (result.ExitCode == 0)
            return Encoding.Latin1.GetString(result.Output);

        // No table yet; the words are those of Debian's, cronie's and BusyBox's.
        bool isNone = result.Output.Length == 0
            && (result.Errors.Contains("no crontab", StringComparison.OrdinalIgnoreCase)
                || result.Errors.Contains("No such file", StringComparison.OrdinalIgnoreCase));
        return isNone ? "" : throw Refused(result);
    }

    static StockSyncException Refused(ProgramResult result) => ScheduleErrors.Failed(
        Program,
        ScheduleStrings.FormatProgramRefused(Program, result.ExitCode, result.Errors),
        ScheduleStrings.AdviceCrontabRights);
}
