using System.Text;
using StockSync.Engine.Operations.Schedules;
using StockSync.Engine.Operations.Schedules.Windows;
using Xunit;

namespace StockSync.Tests.Schedules;

public sealed class WindowsSchedulerTests
{
    readonly Dictionary<string, string> _tasks = new() { [@"\Other\task"] = "<Task/>" };
    readonly FakePrograms _programs = new("schtasks");

    public WindowsSchedulerTests() => _programs.Answer = (_, arguments, _) =>
    {
        string name = arguments.Count > 2 ? arguments[2] : "";
        switch (arguments[0])
        {
            case "/create":
                _tasks[name] = File.ReadAllText(arguments[4], Encoding.Unicode);
                return FakePrograms.Ended(0);
            case "/delete":
                return FakePrograms.Ended(_tasks.Remove(name) ? 0 : 1);
            case "/query" when arguments[1] == "/tn":
                // In the console's code page: what is not ASCII comes as a question mark.
                return _tasks.TryGetValue(name, out var text)
                    ? FakePrograms.Ended(0, Encoding.ASCII.GetBytes(text))
                    : FakePrograms.Ended(1);
            default:
                string lines = string.Concat(_tasks.Keys.Select(k => $"\"{k}\",\"N/A\",\"Ready\"\r\n"));
                return FakePrograms.Ended(0, Encoding.ASCII.GetBytes(lines));
        }
    };

    ScheduleRegistry Registry => new([new WindowsScheduler(_programs, @"HOST\li")]);

    static ScheduleSpec Spec => SampleSpec.Create(program: OperatingSystem.IsWindows() ? @"C:\软件\pwsh.exe" : "/软件/pwsh");

    [Fact]
    public void A_second_call_changes_nothing_and_says_so()
    {
        Assert.True(Registry.Register(Spec).IsChanged);
        Assert.False(Registry.Register(Spec).IsChanged);
        Assert.True(Registry.Register(Spec with { Times = [new(21, 0)] }).IsChanged);
        Assert.Equal("21:00", Assert.Single(Registry.Get()).Times);
    }

    [Fact]
    public void Unregister_leaves_the_tasks_of_others()
    {
        Registry.Register(Spec);
        Assert.Equal(@"\StockSync\default", Registry.Unregister("default")!.Location);
        Assert.Equal([@"\Other\task"], _tasks.Keys);
        Assert.Null(Registry.Unregister("default"));
    }

    [Fact]
    public void A_task_that_somebody_disabled_is_shown_as_such_and_enabled_again()
    {
        Registry.Register(Spec);
        string disabled = _tasks[@"\StockSync\default"];
        int at = disabled.LastIndexOf("<Enabled>true", StringComparison.Ordinal);
        _tasks[@"\StockSync\default"] = disabled[..at] + disabled[at..].Replace("true", "false", StringComparison.Ordinal);
        Assert.False(Registry.Get().Single().IsActive);
        Assert.True(Registry.Register(Spec).IsChanged);
        Assert.True(Registry.Get().Single().IsActive);
    }
}
