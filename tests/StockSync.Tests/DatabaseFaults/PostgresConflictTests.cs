using Npgsql;
using StockSync.Tests.Crash;
using StockSync.Tests.EndToEnd;
using StockSync.Tests.Fakes;
using StockSync.Tests.Soak;
using Xunit;

namespace StockSync.Tests.DatabaseFaults;

/// <summary>Other sessions at work on the same rows: a transaction that loses is done again, whole, and only so often.</summary>
public class PostgresConflictTests
{
    // Of the twelve tries of a transaction.
    const int LostTries = 2;
    const int AllTries = 12;

    [PostgresFact]
    public Task Transactions_that_cannot_be_serialized_are_repeated_and_lose_nothing() =>
        MeetAsync("default_transaction_isolation = 'serializable'", "could not serialize access", connection => Rival.ExecuteAsync(connection, "commit"));

    [PostgresFact]
    public Task Transactions_that_a_deadlock_ends_are_repeated_and_lose_nothing() =>
        // The run holds the lease and wants its record, the other session the reverse; whoever looks first is the one that fails.
        MeetAsync("deadlock_timeout = '60ms'", "deadlock detected", connection => Rival.ExecuteAsync(connection, "update sync_lease set host = host"));

    [PostgresFact]
    public Task Transactions_that_wait_too_long_for_a_lock_are_repeated_and_lose_nothing() =>
        MeetAsync("lock_timeout = '30ms'", "canceling statement due to lock timeout", UntilNobodyWaitsAsync);

    [PostgresFact]
    public async Task A_conflict_without_end_ends_the_run_after_its_tries_and_the_next_run_goes_on()
    {
        var database = await ServerDatabase.CreateAsync();
        await database.ExecuteAsync($"alter database {database.Direct.Name} set default_transaction_isolation = 'serializable'");
        await using var rig = await StartAsync(database);
        await using var rival = new Rival(database.Direct, connection => Rival.ExecuteAsync(connection, "commit"));
        int days = 0;
        var observer = new RecordingObserver { OnDay = _ => Block(++days == 3 ? rival.StandInTheWayAsync(AllTries) : Task.CompletedTask) };

        using var report = new FaultReport("F13", "conflict without end", "PostgreSQL");
        var error = await Assert.ThrowsAsync<StockSyncException>(() => rig.Engine.RunAsync(rig.Backfill, observer));

        Assert.Equal((ErrorIds.StoreFailed, ErrorKind.Busy, true), (error.ErrorId, error.Kind, error.Advice?.Length > 0));
        Assert.Equal((AllTries, 3), (rival.Conflicts, days));
        Assert.Equal(SyncRunStatus.Failed, Assert.Single(await rig.Engine.RunsAsync()).Status);
        // What was asked for beyond the day that could not be stored: one answer in the channel, one before it.
        Assert.InRange(rig.Engine.BarRequests, 4, 6);
        await Whole.RunAndAssertAsync(rig);
        report.Case();
        report.Right();
    }

    static async Task MeetAsync(string setting, string words, Func<NpgsqlConnection, Task> strike)
    {
        using var report = new FaultReport("F13", words, "PostgreSQL");
        while (report.Cases < FaultCount.ConflictsOfKind)
            report.Add(await MeetOnceAsync(setting, words, FaultCount.ConflictsOfKind - report.Cases, strike));
        report.Right();
    }

    // A run and its conflicts: so many as are wanted, or as many as its days allow.
    static async Task<int> MeetOnceAsync(string setting, string words, int wanted, Func<NpgsqlConnection, Task> strike)
    {
        var database = await ServerDatabase.CreateAsync();
        await database.ExecuteAsync($"alter database {database.Direct.Name} set {setting}");
        await using var rig = await StartAsync(database);
        await using var rival = new Rival(database.Direct, strike);
        int days = 0;
        bool IsItsTurn() => ++days < rig.Days.Count && days % 2 == 0 && rival.Conflicts < wanted;
        var observer = new RecordingObserver
        {
            // Each second transaction, and not the run's last record.
            OnDay = _ => Block(IsItsTurn() ? rival.StandInTheWayAsync(LostTries) : rival.StepAsideAsync()),
        };
        await rig.Engine.RunAsync(rig.Backfill, observer);

        Assert.InRange(rival.Conflicts, Math.Min(wanted, 25), LostTries * (rig.Days.Count / 2));
        Assert.Equal(SyncRunStatus.Completed, Assert.Single(await rig.Engine.RunsAsync()).Status);
        // They were what they are called.
        string log = await (await PostgresCluster.SharedAsync()).LogAsync();
        Assert.True(log.Split(words).Length > rival.Conflicts);
        await Whole.AssertAsync(rig);
        return rival.Conflicts;
    }

    static async Task UntilNobodyWaitsAsync(NpgsqlConnection connection)
    {
        while (await Rival.IsWaitedForAsync(connection))
        {
        }
    }

    static async Task<CrashRig> StartAsync(ServerDatabase database)
    {
        var rig = await CrashRig.StartAsync(database);
        rig.Engine.Settings = rig.Engine.Settings with { CommitDays = 1 };
        rig.Engine.Time = new HurriedTime();
        return rig;
    }

    static void Block(Task task) => task.GetAwaiter().GetResult();
}
