using StockSync.Engine.Operations.Health;
using StockSync.Engine.Stores.Contract;
using Xunit;

namespace StockSync.Tests.Health;

public sealed class StoreHealthTests
{
    [Theory]
    [InlineData(20, 100, null)]
    [InlineData(19.9, 100, HealthStatus.Warning)]
    [InlineData(5, 100, HealthStatus.Warning)]
    [InlineData(4.9, 100, HealthStatus.Critical)]
    [InlineData(25, 1000, null)] // room for decades
    public async Task A_disk_is_low_by_share_unless_there_is_ample_room(double free, double total, HealthStatus? severity)
    {
        var rig = new HealthRig { Disk = new DiskSpace((long)(free * (1L << 30)), (long)(total * (1L << 30))) };
        var health = await rig.ReadAsync();
        Assert.Equal(severity, health.Severity("DiskLow"));
        Assert.Equal(free / total, health.Database!.FreeShare!.Value, 6);
    }

    [Fact]
    public async Task A_server_has_no_disk_of_ours()
    {
        var rig = new HealthRig { Info = HealthRig.Database(2, "PostgreSQL"), Disk = new DiskSpace(0, 100) };
        var health = await rig.ReadAsync();
        Assert.Empty(health.Reasons);
        Assert.Null(health.Database!.FreeBytes);
    }

    [Fact]
    public void The_disk_of_a_file_that_is_not_there_yet_is_that_of_its_folder_and_nothing_is_thrown_for_nonsense()
    {
        Assert.True(DiskSpace.Of(Path.Join(Path.GetTempPath(), "none.db"))!.Value.Total > 0);
        DiskSpace.Of("/no/such/folder/at/all.db");
    }

    [Fact]
    public async Task Growth_is_the_difference_of_sizes_over_the_days_between()
    {
        var rig = new HealthRig();
        Assert.Null((await rig.ReadAsync()).Database!.GrowthBytesPerDay);
        rig.Sizes.Add(new DaySize(new DateOnly(2026, 9, 1), 1));
        rig.Sizes.Add(new DaySize(new DateOnly(2026, 11, 16), rig.Info.SizeBytes - 5000));
        rig.Sizes.Add(new DaySize(new DateOnly(2026, 11, 25), rig.Info.SizeBytes - 1));
        Assert.Equal(500, (await rig.ReadAsync()).Database!.GrowthBytesPerDay);
    }

    [Fact]
    public async Task Old_tables_are_told_once_and_not_by_every_part_that_needs_newer_ones()
    {
        var rig = new HealthRig { Info = HealthRig.Database(1) };
        foreach (string call in new[] { "GetAttemptsAsync", "GetSizesAsync", "GetAlertsAsync", "GetDeliveriesAsync" })
            rig.Script.Broken[call] = new StockSyncException(ErrorIds.StoreFailed, ErrorKind.InvalidData, "no such table");
        (await rig.ReadAsync()).Only("SchemaOld", HealthStatus.Warning);
    }

    [Fact]
    public async Task A_checkpoint_that_does_not_fit_the_table_is_critical()
    {
        var rig = new HealthRig();
        rig.Rows[new DateOnly(2026, 11, 25)] = 4999;
        var health = await rig.ReadAsync();
        Assert.Contains("4999", health.Only("CheckpointWrong", HealthStatus.Critical).Text, StringComparison.Ordinal);
        Assert.Equal((5000, 4999, false), (health.Checkpoint!.Recorded, health.Checkpoint.InTable, health.Checkpoint.IsConsistent));
    }

    [Fact]
    public async Task A_run_that_commits_between_the_two_questions_makes_no_checkpoint_wrong()
    {
        var rig = new HealthRig();
        var day = new DateOnly(2026, 11, 25);
        rig.Rows[day] = 5100;
        rig.Counted = () => rig.Replace(HealthRig.Day(day, 5100, 5100));
        var health = await rig.ReadAsync();
        Assert.Null(health.Severity("CheckpointWrong"));
        Assert.Equal((5100, 5100), (health.Checkpoint!.Recorded, health.Checkpoint.InTable));
    }
}
