using System.Data.Common;
using StockSync.Engine;
using StockSync.Engine.Sources.Baostock;
using StockSync.Engine.Stores;
using StockSync.Engine.Stores.Sqlite;
using StockSync.Tests.Crash;
using StockSync.Tests.EndToEnd;
using StockSync.Tests.Soak;
using StockSync.Tests.Stores;
using Xunit;

namespace StockSync.Tests.DatabaseFaults;

/// <summary>Another program that writes to the same file.</summary>
public class SqliteLockTests
{
    [Fact]
    public async Task A_writer_that_lets_go_in_time_is_waited_for()
    {
        var database = new SqliteTestDatabase();
        await using var rig = await StartAsync(database);
        int days = 0, held = 0;
        var observer = new RecordingObserver
        {
            OnDay = day =>
            {
                if (++days % 10 != 0)
                    return;
                // It lets go when the service is asked for a further day: by then the run has to store the one before.
                var other = Hold(database);
                var asked = rig.Engine.Service.Log.Entries.Count;
                _ = rig.Engine.Service.Log.WaitForAsync(e => e.Number > asked + 1).ContinueWith(_ => other.Dispose(), TaskScheduler.Default);
                held++;
            },
        };

        await rig.Engine.RunAsync(rig.Backfill, observer);

        Assert.Equal(rig.Days.Count / 10, held);
        await Whole.AssertAsync(rig);
        Report(held);
    }

    [Fact]
    public async Task A_writer_that_lets_go_between_two_tries_costs_a_try()
    {
        var database = new SqliteTestDatabase();
        await using var rig = await StartAsync(database);
        DbConnection? other = null;
        int days = 0, waits = 0;
        // The wait before the second try: the first one has failed.
        var time = new HurriedTime
        {
            OnWait = wait =>
            {
                if (other is null || wait < TimeSpan.FromMilliseconds(500))
                    return;
                waits++;
                other.Dispose();
                other = null;
            },
        };
        var observer = new RecordingObserver { OnDay = _ => other = ++days == 3 ? Hold(database) : other };

        await RunImpatientlyAsync(rig, time, observer);

        Assert.Equal(1, waits);
        await Whole.AssertAsync(rig);
        Report(waits);
    }

    [Fact]
    public async Task A_writer_that_does_not_let_go_ends_the_run_with_the_files_name_and_a_remedy()
    {
        var database = new SqliteTestDatabase();
        await using var rig = await StartAsync(database);
        DbConnection? other = null;
        int days = 0;
        var observer = new RecordingObserver { OnDay = _ => other = ++days == 3 ? Hold(database) : other };
        // It lets go as soon as the run has given up, which then still records its end.
        var letting = rig.Engine.Service.Log.WaitForAsync(e => e.Type == "02").ContinueWith(_ => other!.Dispose(), TaskScheduler.Default);

        var error = await Assert.ThrowsAsync<StockSyncException>(() => RunImpatientlyAsync(rig, new HurriedTime(), observer));

        Assert.Equal((ErrorIds.StoreFailed, ErrorKind.Busy), (error.ErrorId, error.Kind));
        Assert.Contains(database.Text, error.Message, StringComparison.Ordinal);
        Assert.Contains("end the program", error.Advice, StringComparison.Ordinal);
        // What was asked for beyond the day that could not be stored: one answer in the channel, one before it.
        Assert.InRange(rig.Engine.BarRequests, 4, 6);
        await letting;
        await Whole.RunAndAssertAsync(rig);
        Assert.Equal([SyncRunStatus.Completed, SyncRunStatus.Failed], (await rig.Engine.RunsAsync()).Select(r => r.Status));
        Report(1);
    }

    static void Report(int cases)
    {
        using var report = new FaultReport("F16", "file held by another writer", "SQLite");
        report.Add(cases);
        report.Right();
    }

    static async Task<CrashRig> StartAsync(TestDatabase database)
    {
        var rig = await CrashRig.StartAsync(database);
        rig.Engine.Settings = rig.Engine.Settings with { CommitDays = 1 };
        return rig;
    }

    // The product waits a quarter of a minute in each try.
    static async Task RunImpatientlyAsync(CrashRig rig, TimeProvider time, ISyncObserver observer)
    {
        var settings = rig.Engine.Settings;
        var store = new SqliteStore(settings.Database!, SchemaStep.Load("Stores/Sqlite/Schema"), time, TimeSpan.Zero);
        await using var engine = new SyncEngine(new RunServices(
            settings, store, BaostockSource.AddressOf(settings).ToString(), gate => new BaostockSource(settings, gate, time), time));
        await engine.RunAsync(rig.Backfill, observer, CancellationToken.None);
    }

    static DbConnection Hold(TestDatabase database)
    {
        var connection = database.Connect();
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "begin immediate";
        command.ExecuteNonQuery();
        return connection;
    }
}
