using StockSync.Engine.Operations.Schedules;
using Xunit;

namespace StockSync.Tests.Schedules;

public sealed class RegistryTests
{
    readonly FakeScheduler _systemd = new(SchedulerKind.Systemd);
    readonly FakeScheduler _cron = new(SchedulerKind.Cron);
    readonly FakeScheduler _tasks = new(SchedulerKind.TaskScheduler);

    ScheduleRegistry Registry => new([_systemd, _cron, _tasks]);

    [Fact]
    public void Auto_takes_the_first_that_the_machine_has()
    {
        Assert.Equal(SchedulerKind.Systemd, Registry.Register(SampleSpec.Create()).Scheduler);
        _systemd.Obstacle = "not here";
        Assert.Equal(SchedulerKind.Cron, Registry.Register(SampleSpec.Create()).Scheduler);
        _cron.Obstacle = "not here either";
        Assert.Equal(SchedulerKind.TaskScheduler, Registry.Register(SampleSpec.Create()).Scheduler);
    }

    [Fact]
    public void A_machine_without_any_says_why_for_each_and_what_to_do()
    {
        (_systemd.Obstacle, _cron.Obstacle, _tasks.Obstacle) = ("reason one.", "reason two.", "reason three.");
        var error = Assert.Throws<StockSyncException>(() => Registry.Register(SampleSpec.Create()));
        Assert.Equal((ErrorIds.SchedulerMissing, ErrorKind.NotFound), (error.ErrorId, error.Kind));
        Assert.All(["reason one.", "reason two.", "reason three."], r => Assert.Contains(r, error.Message, StringComparison.Ordinal));
        Assert.Contains("cron", error.Advice, StringComparison.Ordinal);
        Assert.Empty(Registry.Get());
    }

    [Fact]
    public void One_that_was_asked_for_and_is_not_there_is_not_replaced_by_another()
    {
        _cron.Obstacle = "no crontab";
        var error = Assert.Throws<StockSyncException>(() => Registry.Register(SampleSpec.Create() with { Scheduler = SchedulerKind.Cron }));
        Assert.Equal(ErrorIds.SchedulerMissing, error.ErrorId);
        Assert.Equal(SchedulerKind.Cron, Registry.Plan(SampleSpec.Create() with { Scheduler = SchedulerKind.Cron }).Scheduler);
    }

    [Fact]
    public void A_schedule_that_moves_to_another_scheduler_leaves_the_first()
    {
        Registry.Register(SampleSpec.Create() with { Scheduler = SchedulerKind.Cron });
        Assert.True(Registry.Register(SampleSpec.Create()).IsChanged);
        Assert.Equal([SchedulerKind.Systemd], Registry.Get().Select(s => s.Scheduler));
        Assert.False(Registry.Register(SampleSpec.Create()).IsChanged);
    }

    [Fact]
    public void Upper_and_lower_case_are_one_name()
    {
        Registry.Register(SampleSpec.Create("Evening"));
        Assert.Equal("evening", Assert.Single(Registry.Get()).Name);
        Assert.NotNull(Registry.Unregister("EVENING"));
    }

    public static TheoryData<string> Names =>
        ["", " ", "a b", "../x", "a/b", "a;b", "a\nb", "-x", ".x", "名", "%i", "$x", "a'b", new string('x', 65)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_name_that_could_be_something_else_is_refused(string name)
    {
        var error = Assert.Throws<StockSyncException>(() => Registry.Plan(SampleSpec.Create(name)));
        Assert.Equal((ErrorIds.ScheduleInvalid, name), (error.ErrorId, error.Target));
        Assert.Throws<StockSyncException>(() => Registry.Unregister(name));
    }

    public static TheoryData<string> Lines => ["/a\nb", "/a\rb", "/a\0b", "/a\u001bb", "/a\u0085b", "/a\u2028b", "/a\ud800b"];

    [Theory]
    [MemberData(nameof(Lines))]
    public void A_text_that_would_begin_a_new_line_is_refused_wherever_it_stands(string text)
    {
        var spec = SampleSpec.Create();
        ScheduleSpec[] specs =
        [
            spec with { Program = text }, spec with { Arguments = [text] }, spec with { Command = text },
            spec with { Environment = new Dictionary<string, string> { ["LANG"] = text } },
            spec with { Environment = new Dictionary<string, string> { [text] = "x" } },
        ];
        Assert.All(specs, Refuses);
    }

    [Fact]
    public void Times_are_whole_minutes_each_once()
    {
        TimeOnly[] many = [.. Enumerable.Range(0, 25).Select(m => new TimeOnly(20, m))];
        TimeOnly[][] refused = [[], [new(20, 0), new(20, 0)], [new(20, 0, 30)], many];
        Assert.All(refused, times => Refuses(SampleSpec.Create() with { Times = times }));
    }

    [Fact]
    public void A_program_without_its_path_or_that_looks_like_a_variable_is_refused() =>
        Assert.All(["pwsh", "/opt/a=b/pwsh"], program => Refuses(SampleSpec.Create(program: program)));

    void Refuses(ScheduleSpec spec) =>
        Assert.Equal(ErrorIds.ScheduleInvalid, Assert.Throws<StockSyncException>(() => Registry.Plan(spec)).ErrorId);
}
