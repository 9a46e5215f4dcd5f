using System.Globalization;
using System.Xml.Linq;
using StockSync.Engine.Operations.Schedules.Cron;
using StockSync.Engine.Operations.Schedules.Systemd;
using StockSync.Engine.Operations.Schedules.Windows;
using Xunit;

namespace StockSync.Tests.Schedules;

/// <summary>Whatever the machine's zone, the tries begin at the same instants: those of the Beijing times.</summary>
public sealed class InstantTests
{
    static readonly DateTimeOffset s_from = new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);
    static readonly DateTimeOffset s_to = s_from.AddYears(1);

    public static TheoryData<string> Zones => HostZones.All;

    [Theory]
    [MemberData(nameof(Zones))]
    public void A_crontab_fires_at_the_Beijing_times_for_a_whole_year(string name)
    {
        var zone = HostZones.Find(name);
        var clock = HostZones.Clock(name);
        string[] jobs = [.. CronTable.Jobs(CrontabBlock.Write(SampleSpec.Create(), clock))];
        var fires = jobs.SelectMany(j => CronTable.Fires(j, zone, s_from, s_to)).Order().ToArray();
        if (clock.Offset is not null)
        {
            Assert.Equal(Due(), fires);
            return;
        }

        // The quarters of an hour hold every due instant, in summer and in winter.
        Assert.Empty(Due().Except(fires));
        Assert.StartsWith("*/15 * * * * ", Assert.Single(jobs), StringComparison.Ordinal);
    }

    [Fact]
    public void Zones_with_summer_time_are_told_from_those_without()
    {
        var changing = HostZones.Names.Where(n => HostZones.Clock(n).Offset is null);
        Assert.Equal(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "America/Santiago"], changing);
    }

    [Fact]
    public void A_timer_fires_at_the_Beijing_times()
    {
        var lines = SystemdUnits.Timer(SampleSpec.Create()).Split('\n').Where(l => l.StartsWith("OnCalendar=", StringComparison.Ordinal));
        var beijing = HostZones.Find("Asia/Shanghai");
        var fires = lines.SelectMany(line =>
        {
            var words = line["OnCalendar=".Length..].Split(' ');
            Assert.Equal(("*-*-*", "Asia/Shanghai"), (words[0], words[2]));
            return Daily(TimeOnly.ParseExact(words[1], "HH:mm:ss", CultureInfo.InvariantCulture), beijing);
        });
        Assert.Equal(Due(), fires.Order());
    }

    [Fact]
    public void A_task_fires_at_the_Beijing_times()
    {
        var task = XElement.Parse(TaskXml.Write(SampleSpec.Create(), @"HOST\li"));
        var triggers = task.Descendants().Where(e => e.Name.LocalName == "CalendarTrigger");
        var fires = triggers.SelectMany(trigger =>
        {
            Assert.Equal("1", trigger.Descendants().Single(e => e.Name.LocalName == "DaysInterval").Value);
            var start = DateTimeOffset.Parse(
                trigger.Elements().Single(e => e.Name.LocalName == "StartBoundary").Value, CultureInfo.InvariantCulture);
            Assert.True(start < s_from);
            return Enumerable.Range(0, 2 * 366).Select(day => start.AddDays(day).ToUniversalTime()).Where(at => at >= s_from && at < s_to);
        });
        Assert.Equal(Due(), fires.Order());
    }

    [Fact]
    public void Minutes_that_differ_stand_in_lines_of_their_own()
    {
        var spec = SampleSpec.Create() with { Times = [new(19, 30), new(23, 59), new(0, 0), new(7, 30)] };
        var zone = HostZones.Find("Asia/Kolkata");
        var jobs = CronTable.Jobs(CrontabBlock.Write(spec, HostZones.Clock("Asia/Kolkata"))).ToArray();
        Assert.Equal(3, jobs.Length);
        var fires = jobs.SelectMany(j => CronTable.Fires(j, zone, s_from, s_from.AddDays(3))).Order();
        var beijing = HostZones.Find("Asia/Shanghai");
        Assert.Equal(spec.Times.SelectMany(t => Daily(t, beijing)).Where(at => at < s_from.AddDays(3)).Order(), fires);
    }

    static IEnumerable<DateTimeOffset> Due()
    {
        var beijing = HostZones.Find("Asia/Shanghai");
        return SampleSpec.Create().Times.SelectMany(t => Daily(t, beijing)).Order();
    }

    static IEnumerable<DateTimeOffset> Daily(TimeOnly time, TimeZoneInfo zone) => Enumerable.Range(-1, 368)
        .Select(day => DateOnly.FromDateTime(s_from.Date).AddDays(day).ToDateTime(time))
        .Select(local => new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime())
        .Where(at => at >= s_from && at < s_to);
}
