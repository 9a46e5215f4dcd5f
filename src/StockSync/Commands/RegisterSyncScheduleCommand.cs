using System.Globalization;
using System.Management.Automation;
using StockSync.Resources;
using StockSync.Scheduling;

namespace StockSync.Commands;

/// <summary>Has this machine make the day's attempts: by systemd, cron or Task Scheduler.</summary>
[Cmdlet(VerbsLifecycle.Register, "SyncSchedule", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(SyncSchedule))]
public sealed class RegisterSyncScheduleCommand : SettingsCmdlet
{
    static readonly string[] s_timeForms = ["HH:mm", "H:mm", "HH:mm:ss"];

    /// <summary>Its name.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "default";

    /// <summary>What shall start the attempts.</summary>
    [Parameter]
    public SchedulerKind Scheduler { get; set; }

    /// <summary>Beijing times of the attempts; default: the setting <c>ScheduleTimes</c>.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? Time { get; set; }

    /// <inheritdoc/>
    private protected override void Act()
    {
        var configuration = OpenConfiguration();
        var settings = Guard(() => configuration.Resolve(new Dictionary<string, string>(), Profile));
        var spec = Guard(() => Specify(configuration, settings));
        var registry = Guard(() => Schedules.Open(configuration, Profile));
        var plan = Guard(() => registry.Plan(spec));
        bool isAccepted = ShouldProcess(
            Strings.FormatScheduleWrite(plan.Location, plan.Text),
            Strings.FormatScheduleQuestion(plan.Name, plan.Times, plan.Location),
            Strings.ScheduleCaption,
            out var reason);
        if (isAccepted)
        {
            var schedule = Guard(() => registry.Register(spec));
            WriteVerbose(schedule.IsChanged
                ? Strings.FormatScheduleDone(schedule.Name, schedule.Location)
                : Strings.FormatScheduleSame(schedule.Name, schedule.Location));
            if (schedule.Advice is { } advice)
                WriteWarning(advice);
            WriteObject(schedule);
        }
        else if (reason == ShouldProcessReason.WhatIf)
        {
            WriteObject(plan);
        }
    }

    ScheduleSpec Specify(ISyncConfiguration configuration, SyncSettings settings)
    {
        if (Schedules.Unseen(configuration, Profile) is { Count: > 0 } unseen)
            throw Invalid(Strings.FormatScheduleUnseen(string.Join(", ", unseen)), Strings.FormatScheduleUnseenAdvice(unseen[0]));
        if (Schedules.Referring(configuration, Profile) is { Count: > 0 } referring)
            WriteWarning(Strings.FormatScheduleReferring(string.Join(", ", referring)));

        var environment = JobEnvironment.Choose(Environment.GetEnvironmentVariable, configuration.Path, "/etc/passwd");
        var program = JobProgram.Find(environment);
        if (program.IsFetched)
            WriteWarning(Strings.ScheduleFetched);
        var times = Time is null ? settings.ScheduleTimes : [.. Time.Select(ReadTime)];
        if (!times.SequenceEqual(settings.ScheduleTimes))
        {
            // The job counts its attempts by the times that it is started at; other sessions have to be told.
            string text = string.Join(',', times.Select(t => t.ToString("HH:mm", CultureInfo.InvariantCulture)));
            environment["STOCKSYNC_SCHEDULE_TIMES"] = text;
            WriteWarning(Strings.FormatScheduleTimesDiffer(text));
        }
        return new ScheduleSpec
        {
            Name = Name,
            Scheduler = Scheduler,
            Times = times,
            Program = program.FileName,
            Arguments = [.. program.Arguments, .. JobProgram.Switches],
            Command = JobCommand.Write(Path.Join(MyInvocation.MyCommand.Module.ModuleBase, "StockSync.psd1"), ProfileInForce()),
            Environment = environment,
        };
    }

    string? ProfileInForce() =>
        Profile ?? (Environment.GetEnvironmentVariable("STOCKSYNC_PROFILE") is { Length: > 0 } profile ? profile : null);

    TimeOnly ReadTime(string text) =>
        TimeOnly.TryParseExact(text.Trim(), s_timeForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? time
            : throw Invalid(Strings.FormatScheduleTime(text), Strings.ScheduleTimeAdvice);

    StockSyncException Invalid(string message, string advice) =>
        new(ErrorIds.ScheduleInvalid, ErrorKind.InvalidArgument, message, advice, Name);
}
