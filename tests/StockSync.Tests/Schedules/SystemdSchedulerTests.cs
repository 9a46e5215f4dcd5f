using StockSync.Engine.Operations.Schedules;
using StockSync.Engine.Operations.Schedules.Systemd;
using Xunit;

namespace StockSync.Tests.Schedules;

public sealed class SystemdSchedulerTests : IDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("stocksync-units-");
    readonly FakePrograms _programs = new("systemctl", "loginctl");
    bool _isEnabled;

    public SystemdSchedulerTests() => _programs.Answer = (name, arguments, _) =>
    {
        if (name == "loginctl")
            return FakePrograms.Ended(0, [.. "Linger=no\n"u8]);
        switch (arguments.SkipWhile(a => a.StartsWith("--", StringComparison.Ordinal)).First())
        {
            case "restart":
                _isEnabled = true;
                break;
            case "disable":
                _isEnabled = false;
                break;
            case "is-active" or "is-enabled":
                return FakePrograms.Ended(_isEnabled ? 0 : 3);
        }
        return FakePrograms.Ended(0);
    };

    string Units => Path.Join(_folder.FullName, "systemd", "user");

    ScheduleRegistry Registry(string? account = null) =>
        new([new SystemdScheduler(_programs, new SystemdPlace(Units, account, _folder.FullName))]);

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_second_call_changes_nothing_and_says_so()
    {
        var first = Registry().Register(SampleSpec.Create());
        Assert.True(first.IsChanged);
        Assert.Contains("systemctl --user --no-ask-password daemon-reload", _programs.Calls);
        Assert.Contains("systemctl --user --no-ask-password enable stocksync-default.timer", _programs.Calls);
        _programs.Calls.Clear();

        Assert.Equal(first with { IsChanged = false }, Registry().Register(SampleSpec.Create()));
        Assert.DoesNotContain(_programs.Calls, c => c.Contains("enable ", StringComparison.Ordinal));
        Assert.DoesNotContain(_programs.Calls, c => c.Contains("reload", StringComparison.Ordinal));
        Assert.Equal(first with { IsChanged = false, Advice = null }, Registry().Get().Single());
    }

    [Fact]
    public void Files_are_their_owners_alone_and_go_without_a_trace()
    {
        Registry().Register(SampleSpec.Create());
        string[] files = Directory.GetFiles(Units);
        Assert.Equal(2, files.Length);
        foreach (string file in OperatingSystem.IsWindows() ? [] : files)
            Assert.True(OwnerOnly.Is(file), file);
        Assert.NotNull(Registry().Unregister("default"));
        Assert.Empty(Directory.GetFiles(Units));
        Assert.Null(Registry().Unregister("default"));
    }

    [Fact]
    public void The_users_timer_comes_with_the_hint_on_lingering_and_the_systems_without()
    {
        Assert.Contains("enable-linger", Registry().Register(SampleSpec.Create()).Advice, StringComparison.Ordinal);
        Assert.Null(Registry("root").Register(SampleSpec.Create()).Advice);
        Assert.Contains("User=root\n", File.ReadAllText(Path.Join(Units, "stocksync-default.service")), StringComparison.Ordinal);
    }

    [Fact]
    public void Somebody_elses_unit_of_that_name_is_left_alone()
    {
        Directory.CreateDirectory(Units);
        string path = Path.Join(Units, "stocksync-default.timer");
        File.WriteAllText(path, "[Timer]\nOnCalendar=daily\n");
        var error = Assert.Throws<StockSyncException>(() => Registry().Register(SampleSpec.Create()));
        Assert.Equal(ErrorIds.ScheduleFailed, error.ErrorId);
        Assert.Equal("[Timer]\nOnCalendar=daily\n", File.ReadAllText(path));
        Assert.Empty(Registry().Get());
        Assert.Null(Registry().Unregister("default"));
        Assert.True(File.Exists(path));
    }

    [Fact]
    public void A_timer_that_somebody_stopped_is_shown_as_such_and_started_again()
    {
        Registry().Register(SampleSpec.Create());
        _isEnabled = false;
        Assert.False(Registry().Get().Single().IsActive);
        Assert.True(Registry().Register(SampleSpec.Create()).IsChanged);
        Assert.True(Registry().Get().Single().IsActive);
    }

    [SystemdFact]
    public async Task Systemd_itself_understands_the_units_however_hostile_the_path()
    {
        Directory.CreateDirectory(Units);
        string program = Path.Join(_folder.FullName, @"a 100%n $HOME ""q"" \ 中文", "pwsh");
        Directory.CreateDirectory(Path.GetDirectoryName(program)!);
        File.WriteAllText(program, "#!/bin/sh\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var spec = SampleSpec.Create(program: program);
        Assert.Equal("", await SystemdFactAttribute.VerifyAsync(Units, SystemdUnits.Service(spec, null), SystemdUnits.Timer(spec)));
    }
}
