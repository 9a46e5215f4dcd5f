using System.Xml.Linq;
using StockSync.Engine.Operations.Schedules.Cron;
using StockSync.Engine.Operations.Schedules.Systemd;
using StockSync.Engine.Operations.Schedules.Windows;
using StockSync.Tests.Architecture;
using Xunit;

namespace StockSync.Tests.Schedules;

/// <summary>
/// What is written, letter by letter. <c>STOCKSYNC_TEST_GOLDEN=1</c> writes the files anew, to be read before they are committed.
/// </summary>
public sealed class GoldenTests
{
    static readonly string s_folder = Path.Join(Repository.Root, "tests", "StockSync.Tests", "Schedules", "Golden");

    public static TheoryData<string> Zones => HostZones.All;

    [Theory]
    [MemberData(nameof(Zones))]
    public void A_crontab_is_written_like_this(string zone) =>
        Check($"crontab-{zone.Replace('/', '-')}.txt", CrontabBlock.Write(SampleSpec.Create(), HostZones.Clock(zone)));

    [Fact]
    public void A_crontab_with_a_hostile_path_is_written_like_this() =>
        Check("crontab-hostile.txt", CrontabBlock.Write(SampleSpec.Create(program: SampleSpec.Hostile), HostZones.Clock("Etc/UTC")));

    [Fact]
    public void Units_of_a_user_are_written_like_this() =>
        Check("systemd-user.txt", SystemdUnits.Service(SampleSpec.Create(), null) + "\n" + SystemdUnits.Timer(SampleSpec.Create()));

    [Fact]
    public void Units_of_the_system_are_written_like_this() =>
        Check("systemd-hostile.txt", SystemdUnits.Service(SampleSpec.Create(program: SampleSpec.Hostile), "root"));

    [Fact]
    public void A_task_is_written_like_this() =>
        Check("task.xml", TaskXml.Write(SampleSpec.Create(program: @"C:\Program Files\PowerShell\7\pwsh.exe"), @"HOST\li"));

    // The orders in which the schema of Task Scheduler wants elements, and in which the system itself writes those it leaves free.
    [Theory]
    [InlineData("Task", "RegistrationInfo Triggers Principals Settings Actions")]
    [InlineData("RegistrationInfo", "Description Source")]
    [InlineData("CalendarTrigger", "Enabled StartBoundary ScheduleByDay")]
    [InlineData("Principal", "UserId LogonType RunLevel")]
    [InlineData("Settings", "MultipleInstancesPolicy DisallowStartIfOnBatteries StopIfGoingOnBatteries AllowHardTerminate "
        + "StartWhenAvailable RunOnlyIfNetworkAvailable IdleSettings AllowStartOnDemand Enabled Hidden RunOnlyIfIdle "
        + "WakeToRun ExecutionTimeLimit Priority")]
    [InlineData("Exec", "Command Arguments")]
    public void A_task_has_the_elements_in_the_order_of_the_schema(string parent, string children)
    {
        var task = XElement.Parse(TaskXml.Write(SampleSpec.Create(), @"HOST\li"));
        var found = task.DescendantsAndSelf().Where(e => e.Name.LocalName == parent).ToArray();
        Assert.NotEmpty(found);
        Assert.All(found, e => Assert.Equal(children, string.Join(' ', e.Elements().Select(c => c.Name.LocalName))));
    }

    [Fact]
    public void What_is_written_can_be_read_back()
    {
        var spec = SampleSpec.Create();
        var cron = CrontabBlock.Read("default", CrontabBlock.Write(spec, HostZones.Clock("Europe/Berlin")));
        var task = TaskXml.Read("default", TaskXml.Write(spec, @"HOST\li"))!;
        Assert.All(
            [cron.Times, task.Times, SystemdUnits.Times(SystemdUnits.Timer(spec))],
            times => Assert.Equal("20:00, 22:00, 08:00", times));
        Assert.All(
            [cron.Command!, task.Command!, SystemdUnits.Command(SystemdUnits.Service(spec, null))!],
            command => Assert.Contains("Invoke-SyncSchedule", command, StringComparison.Ordinal));
    }

    static void Check(string file, string text)
    {
        string path = Path.Join(s_folder, file);
        if (Environment.GetEnvironmentVariable("STOCKSYNC_TEST_GOLDEN") == "1")
            File.WriteAllText(path, text);
        Assert.Equal(File.ReadAllText(path).ReplaceLineEndings("\n"), text);
    }
}
