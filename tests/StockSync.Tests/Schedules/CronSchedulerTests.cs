using System.Text;
using Microsoft.Extensions.Time.Testing;
using StockSync.Engine.Operations.Schedules;
using StockSync.Engine.Operations.Schedules.Cron;
using Xunit;

namespace StockSync.Tests.Schedules;

public sealed class CronSchedulerTests : IDisposable
{
    readonly string _state = Path.Join(Path.GetTempPath(), $"stocksync-state-{Guid.NewGuid():N}");
    readonly FakeTimeProvider _time = new(HostZones.Now);
    readonly FakeCrontab _crontab = new();

    ScheduleRegistry Registry(bool mayRun = true) => new([
        new CronScheduler(_crontab.Programs, () => HostZones.Clock("Etc/UTC"), new CrontabBackups(_state, _time), () => mayRun)]);

    public void Dispose()
    {
        if (Directory.Exists(_state))
            Directory.Delete(_state, recursive: true);
    }

    [Fact]
    public void A_second_call_changes_nothing_and_says_so()
    {
        var first = Registry().Register(SampleSpec.Create());
        var second = Registry().Register(SampleSpec.Create());
        Assert.Equal((true, false), (first.IsChanged, second.IsChanged));
        Assert.Equal(1, _crontab.Writes);
        Assert.Equal(first with { IsChanged = false }, second);
        Assert.Equal(first.Text, Encoding.UTF8.GetString(_crontab.Table!));
        Assert.Equal(Registry().Plan(SampleSpec.Create()), second);
    }

    [Fact]
    public void Unregister_leaves_no_table_where_there_was_none()
    {
        Registry().Register(SampleSpec.Create());
        Assert.Equal("default", Registry().Unregister("Default")!.Name);
        Assert.Null(_crontab.Table);
        Assert.Null(Registry().Unregister("default"));
        Assert.Empty(Registry().Get());
    }

    [Fact]
    public void A_table_in_another_encoding_stays_byte_for_byte()
    {
        byte[] before = [.. "# caf"u8, 0xE9, 0xFF, 0x80, .. "\t\n0 1 * * * echo "u8, 0xC4, 0xE3, (byte)'\n'];
        _crontab.Table = before;
        Registry().Register(SampleSpec.Create(program: "/opt/中文/pwsh"));
        Assert.Equal(before, _crontab.Table![..before.Length]);
        Assert.Contains("/opt/中文/pwsh", Registry().Get().Single().Command, StringComparison.Ordinal);
        Registry().Unregister("default");
        Assert.Equal(before, _crontab.Table);
    }

    [Fact]
    public void What_was_there_before_is_kept_for_its_owner_alone_and_old_copies_go()
    {
        _crontab.Table = [.. "0 1 * * * a\n"u8];
        for (int i = 0; i < 12; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            Registry().Register(SampleSpec.Create($"s{i}"));
        }
        string[] copies = [.. Directory.GetFiles(_state, "*.bak").Order()];
        Assert.Equal(10, copies.Length);
        Assert.Contains("StockSync s1", File.ReadAllText(copies[0]), StringComparison.Ordinal);
        foreach (string file in OperatingSystem.IsWindows() ? [] : copies)
            Assert.True(OwnerOnly.Is(file), file);
    }

    [Fact]
    public void Somebody_elses_change_at_the_same_moment_is_reported_with_the_copy()
    {
        _crontab.Table = [.. "0 1 * * * a\n"u8];
        _crontab.Meddle = _ => [.. "0 2 * * * b\n"u8];
        var error = Assert.Throws<StockSyncException>(() => Registry().Register(SampleSpec.Create()));
        Assert.Equal(ErrorIds.ScheduleFailed, error.ErrorId);
        Assert.Contains(Directory.GetFiles(_state, "*.bak").Single(), error.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("# BEGIN StockSync default\n")]
    [InlineData("0 1 * * * a\\r\n")]
    public void A_table_that_cannot_be_changed_safely_is_not_written(string table)
    {
        _crontab.Table = Encoding.UTF8.GetBytes(table);
        var error = Assert.Throws<StockSyncException>(() => Registry().Register(SampleSpec.Create()));
        Assert.Equal((ErrorIds.ScheduleFailed, 0), (error.ErrorId, _crontab.Writes));
    }

    [Fact]
    public void A_refusal_is_told_in_the_programs_own_words()
    {
        _crontab.Programs.Answer = (_, _, _) => FakePrograms.Ended(1, errors: "You (li) are not allowed to use this program (crontab)");
        var error = Assert.Throws<StockSyncException>(() => Registry().Register(SampleSpec.Create()));
        Assert.Equal(ErrorIds.ScheduleFailed, error.ErrorId);
        Assert.Contains("not allowed", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_no_daemon_runs_the_schedule_is_not_active_and_says_what_to_do()
    {
        var schedule = Registry(mayRun: false).Register(SampleSpec.Create());
        Assert.False(schedule.IsActive);
        Assert.NotNull(schedule.Advice);
        Assert.False(Registry(mayRun: false).Get().Single().IsActive);
    }

    [Fact]
    public void A_line_longer_than_cron_reads_is_refused()
    {
        var spec = SampleSpec.Create(program: "/" + new string('x', 800));
        Assert.Equal(ErrorIds.ScheduleInvalid, Assert.Throws<StockSyncException>(() => Registry().Plan(spec)).ErrorId);
    }
}
