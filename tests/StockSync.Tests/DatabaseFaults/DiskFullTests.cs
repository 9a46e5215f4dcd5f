using StockSync.Engine.Stores.Sql;
using StockSync.Rig;
using StockSync.Tests.Crash;
using StockSync.Tests.EndToEnd;
using StockSync.Tests.Fakes;
using StockSync.Tests.Soak;
using StockSync.Tests.Stores;
using Xunit;

namespace StockSync.Tests.DatabaseFaults;

/// <summary>A disk without room: one error that names it, one try, no further fetch; once there is room the next run goes on by itself.</summary>
public class DiskFullTests
{
    const int CommitDays = 4;

    // The transaction that failed, as much again that waits for it, and the answer that waits for room.
    const int InHand = CommitDays + 1;

    [PostgresFact]
    public async Task A_server_that_reports_a_full_disk_is_asked_once_and_the_run_ends()
    {
        var database = await ServerDatabase.CreateAsync();
        await using var rig = await StartAsync(database);
        // A sequence counts the tries: it is not rolled back with them.
        var observer = new RecordingObserver
        {
            OnDay = day => _ = day.Date != rig.Days[11].ToDateTime(TimeOnly.MinValue) ? 0 : database.ExecuteAsync("""
                create sequence tries;
                create function fill_up() returns trigger language plpgsql as $$ begin
                    perform nextval('tries');
                    raise exception using errcode = '53100', message = 'could not extend file "base/1/2": No space left on device';
                end $$;
                create trigger fill_up before insert on daily_stock_data for each statement execute function fill_up()
                """).GetAwaiter().GetResult(),
        };

        using var report = new FaultReport("F14", "reported as full by the server", "PostgreSQL");
        await AssertFullAsync(rig, observer);

        Assert.Equal("1", await database.ScalarAsync("select last_value from tries where is_called"));
        Assert.InRange(rig.Engine.BarRequests, 12 + (CommitDays / 2), 12 + InHand);
        Assert.Equal(SyncRunStatus.Failed, Assert.Single(await rig.Engine.RunsAsync()).Status);
        await database.ExecuteAsync("drop trigger fill_up on daily_stock_data");
        await Whole.RunAndAssertAsync(rig);
        report.Case();
        report.Right();
    }

    [SmallDiskFact(needsServer: true)]
    public async Task A_server_whose_disk_is_full_gets_the_rest_once_there_is_room()
    {
        await using var disk = await SmallDisk.StartAsync(freeKilobytes: 720, forServer: true);
        await using var cluster = await PostgresCluster.StartAsync();
        var database = new ServerDatabase(await cluster.CreateDatabaseAsync());
        await database.Direct.QueryAsync($"create tablespace small location '{disk.Outside}/data'");
        await database.Direct.QueryAsync($"alter database {database.Direct.Name} set default_tablespace = 'small'");
        await using var rig = await StartAsync(database);

        using var report = new FaultReport("F14", "full disk, then freed", "PostgreSQL");
        await AssertFullAsync(rig, new RecordingObserver());

        int kept = (await rig.Engine.CheckpointAsync()).Count(d => d.Status == SyncDayStatus.Completed);
        Assert.InRange(kept, 1, rig.Days.Count - 1);
        Assert.InRange(rig.Engine.BarRequests, kept + 1, kept + InHand);
        await disk.FreeAsync();
        int before = rig.Engine.BarRequests;
        await Whole.RunAndAssertAsync(rig);
        Assert.Equal(rig.Days.Count - kept, rig.Engine.BarRequests - before);
        report.Case();
        report.Right();
    }

    [SmallDiskFact]
    public async Task A_file_whose_disk_is_full_gets_the_rest_once_there_is_room()
    {
        await using var disk = await SmallDisk.StartAsync(freeKilobytes: 400);
        var copy = new SqliteTestDatabase();
        await using var rig = await CrashRig.StartAsync(copy, within: disk.Entry);
        string[] there = ["--database", Path.Combine(disk.Inside, "x.db")];

        using var report = new FaultReport("F14", "full disk, then freed", "SQLite");
        var full = await rig.RunAsync(there);

        Assert.True(full.ExitCode == RigExit.Failed && full.Errors.StartsWith($"{ErrorIds.StoreFull}: ", StringComparison.Ordinal), full.ToString());
        CopyOut(disk, copy);
        int kept = (await rig.Engine.CheckpointAsync()).Count(d => d.Status == SyncDayStatus.Completed);
        Assert.Equal("ok", await copy.ScalarAsync("pragma integrity_check"));
        Assert.Empty(await CrashChecker.FindAsync(rig, isDone: false));
        Assert.InRange(kept, 1, rig.Days.Count - 1);
        Assert.InRange(rig.Engine.BarRequests, kept + 1, kept + InHand);

        await disk.FreeAsync();
        int before = rig.Engine.BarRequests;
        var rest = await rig.RunAsync(there);

        Assert.True(rest.ExitCode == RigExit.Complete, rest.ToString());
        CopyOut(disk, copy);
        Assert.Equal(rig.Days.Count - kept, rig.Engine.BarRequests - before);
        await Whole.AssertAsync(rig);
        report.Case();
        report.Right();
    }

    static async Task<CrashRig> StartAsync(TestDatabase database)
    {
        var rig = await CrashRig.StartAsync(database);
        rig.Engine.Settings = rig.Engine.Settings with { CommitDays = CommitDays };
        return rig;
    }

    static async Task AssertFullAsync(CrashRig rig, RecordingObserver observer)
    {
        var error = await Assert.ThrowsAsync<StockSyncException>(() => rig.Engine.RunAsync(rig.Backfill, observer));
        Assert.Equal((ErrorIds.StoreFull, ErrorKind.Limit, false), (error.ErrorId, error.Kind, error.IsTransient));
        Assert.Contains("full", error.Message, StringComparison.Ordinal);
        Assert.Contains("space", error.Advice, StringComparison.Ordinal);
        Assert.Empty(observer.Errors);
    }

    // As a copy on another disk would be; the run has ended, so the files are at rest.
    static void CopyOut(SmallDisk disk, SqliteTestDatabase copy)
    {
        foreach (string end in new[] { "", "-wal", "-shm" })
        {
            File.Delete(copy.Text + end);
            string file = Path.Combine(disk.Outside, "x.db" + end);
            if (File.Exists(file))
                File.Copy(file, copy.Text + end);
        }
    }
}
