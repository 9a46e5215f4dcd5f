using System.Text;

namespace StockSync.Engine.Operations.Schedules.Systemd;

/// <summary>Timers of systemd.</summary>
/// <param name="programs">Runs <c>systemctl</c>.</param>
/// <param name="place">Whose units.</param>
sealed class SystemdScheduler(IPrograms programs, SystemdPlace place) : IScheduler
{
    const string Program = "systemctl";

    public SchedulerKind Kind => SchedulerKind.Systemd;

    public string? FindObstacle()
    {
        if (!Directory.Exists(place.RunFolder))
            return ScheduleStrings.SystemdNotRunning;
        if (programs.Find(Program) is null)
            return ScheduleStrings.FormatProgramMissing(Program);

        // A session begun with su has no manager of its own.
        var answer = Systemctl("show", "--property=Version");
        return answer.ExitCode == 0 ? null : ScheduleStrings.FormatSystemdNoManager(answer.Errors);
    }

    public SyncSchedule Plan(ScheduleSpec spec) => Describe(spec.Name, SystemdUnits.Service(spec, place.Account), SystemdUnits.Timer(spec));

    public SyncSchedule Register(ScheduleSpec spec)
    {
        string timer = SystemdUnits.TimerName(spec.Name);
        bool isWritten = Guard(() => Write(SystemdUnits.ServiceName(spec.Name), SystemdUnits.Service(spec, place.Account))
            | Write(timer, SystemdUnits.Timer(spec)));
        bool isActive = IsActive(timer);
        if (isWritten)
            Must("daemon-reload");
        if (isWritten || !isActive)
        {
            Must("enable", timer);

            // Started anew: a timer that runs goes on with its former times.
            Must("restart", timer);
        }
        return Plan(spec) with { IsChanged = isWritten || !isActive, Advice = FindAdvice() };
    }

    public SyncSchedule? Unregister(string name)
    {
        if (Get().FirstOrDefault(s => s.Name == name) is not { } found)
            return null;
        Must("disable", "--now", SystemdUnits.TimerName(name));
        Guard(() =>
        {
            File.Delete(PathOf(SystemdUnits.TimerName(name)));
            if (Read(SystemdUnits.ServiceName(name)) is { } service && SystemdUnits.IsOurs(service))
                File.Delete(PathOf(SystemdUnits.ServiceName(name)));
            return true;
        });
        Must("daemon-reload");

        // A failed attempt would be listed for ever. It may not be known any more, which is as well.
        Systemctl("reset-failed", SystemdUnits.ServiceName(name));
        Systemctl("clean", "--what=state", SystemdUnits.TimerName(name));
        return found with { IsChanged = true };
    }

    public IReadOnlyList<SyncSchedule> Get() => Guard(() =>
    {
        var found = new List<SyncSchedule>();
        if (!Directory.Exists(place.Folder))
            return found;
        foreach (string file in Directory.GetFiles(place.Folder, SystemdUnits.TimerName("*")))
        {
            string timer = File.ReadAllText(file);
            if (SystemdUnits.NameOf(Path.GetFileName(file)) is not { } name || !SystemdUnits.IsOurs(timer))
                continue;
            bool isActive = IsActive(Path.GetFileName(file));
            found.Add(Describe(name, Read(SystemdUnits.ServiceName(name)) ?? "", timer) with { IsActive = isActive });
        }
        return found;
    });

    SyncSchedule Describe(string name, string service, string timer)
    {
        string location = PathOf(SystemdUnits.TimerName(name));
        return new SyncSchedule
        {
            Name = name,
            Scheduler = SchedulerKind.Systemd,
            Times = SystemdUnits.Times(timer),
            Location = location,
            // As 'systemctl cat' shows them.
            Text = $"# {PathOf(SystemdUnits.ServiceName(name))}\n{service}\n# {location}\n{timer}",
            Command = SystemdUnits.Command(service),
        };
    }

    string PathOf(string unit) => Path.Join(place.Folder, unit);

    string? Read(string unit) => File.Exists(PathOf(unit)) ? File.ReadAllText(PathOf(unit)) : null;

    bool Write(string unit, string text)
    {
        if (Read(unit) is { } old)
        {
            if (!SystemdUnits.IsOurs(old))
            {
                throw ScheduleErrors.Failed(
                    unit, ScheduleStrings.FormatUnitForeign(PathOf(unit)), ScheduleStrings.AdviceForeign);
            }
            if (old == text)
                return false;
        }
        OwnerOnly.CreateDirectory(place.Folder);
        AtomicFile.Write(PathOf(unit), Encoding.UTF8.GetBytes(text));
        return true;
    }

    bool IsActive(string timer) => Systemctl("is-active", timer).ExitCode == 0 && Systemctl("is-enabled", timer).ExitCode == 0;

    // A user's manager ends with the last session, and the timers with it, unless lingering is on.
    string? FindAdvice()
    {
        if (place.Account is not null || programs.Find("loginctl") is null)
            return null;
        var answer = programs.Run("loginctl", ["show-user", Environment.UserName, "--property=Linger"]);
        return Encoding.UTF8.GetString(answer.Output).Trim() == "Linger=no"
            ? ScheduleStrings.FormatAdviceLinger(Environment.UserName)
            : null;
    }

    ProgramResult Systemctl(params string[] arguments) =>
        programs.Run(Program, [.. place.Account is null ? ["--user"] : Array.Empty<string>(), "--no-ask-password", .. arguments]);

    void Must(params string[] arguments)
    {
        var result = Systemctl(arguments);
        if (result.ExitCode != 0)
        {
            throw ScheduleErrors.Failed(
                arguments[^1],
                ScheduleStrings.FormatProgramRefused($"{Program} {string.Join(' ', arguments)}", result.ExitCode, result.Errors),
                ScheduleStrings.FormatAdviceProgram(Program));
        }
    }

    T Guard<T>(Func<T> use)
    {
        try
        {
            return use();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ScheduleErrors.Failed(
                place.Folder, ScheduleStrings.FormatUnitFile(place.Folder, e.Message), ScheduleStrings.AdviceUnitFile, e);
        }
    }
}

/// <summary>Whose units: the system's for root, the user's for everybody else.</summary>
/// <param name="Folder">Where the files stand.</param>
/// <param name="Account">Who runs them; null for the user's own units.</param>
/// <param name="RunFolder">A folder that is there exactly when systemd runs this machine.</param>
sealed record SystemdPlace(string Folder, string? Account, string RunFolder)
{
    const string Running = "/run/systemd/system";

    /// <summary>That of this session.</summary>
    public static SystemdPlace Find(Func<string, string?> environment)
    {
        if (Environment.IsPrivilegedProcess)
            return new SystemdPlace("/etc/systemd/system", Environment.UserName, Running);

        // The XDG rule: a relative path there is to be ignored.
        string root = environment("XDG_CONFIG_HOME") is { Length: > 0 } xdg && Path.IsPathFullyQualified(xdg)
            ? xdg
            : Path.Join(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".config");
        return new SystemdPlace(Path.Join(root, "systemd", "user"), null, Running);
    }
}
