using StockSync.Engine.Stores.Sql;
using StockSync.MarketServer;
using StockSync.Tests.EndToEnd;
using StockSync.Tests.Fakes;
using StockSync.Tests.Soak;
using Xunit;

namespace StockSync.Tests.DatabaseFaults;

/// <summary>A PostgreSQL server that goes away while a backfill runs. What triggers a fault is what the run does, never the clock.</summary>
public class PostgresFaultTests
{
    static readonly DateOnly s_from = new(2024, 1, 2);
    static readonly DateOnly s_to = new(2024, 2, 29);

    [PostgresFact]
    public async Task Sessions_that_are_terminated_again_and_again_cost_nothing_but_tries()
    {
        using var report = new FaultReport("F11", "all sessions of a run terminated", "PostgreSQL");
        while (report.Cases < FaultCount.Terminations)
        {
            var database = await (await PostgresCluster.SharedAsync()).CreateDatabaseAsync();
            await using var rig = await StartAsync(database.ConnectionString);
            rig.Time = new HurriedTime();
            await RunAndAssertAsync(rig, Disturbing(3, async () =>
            {
                await Terminate(database);
                report.Case();
            }));
        }
        report.Right();
    }

    // The pooler finds idle sessions dead and replaces them itself; what is shown is that nothing of ours lived in the lost ones.
    [PgBouncerFact]
    public async Task Behind_a_transaction_pooler_nothing_depends_on_a_session_that_is_terminated()
    {
        var cluster = await PostgresCluster.SharedAsync();
        var database = await cluster.CreateDatabaseAsync();
        await using var pooler = await PgBouncer.StartAsync(cluster);
        await using var rig = await StartAsync(pooler.Before(database).ConnectionString);
        var seen = await rig.RunAsync(Backfill(), Disturbing(5, () => Terminate(database)));
        Assert.All(seen.Days, d => Assert.Equal(SyncDayStatus.Completed, d.Status));
        await TruthChecker.AssertEqualAsync(rig, s_from, s_to);
    }

    [PostgresFact]
    public async Task A_server_that_crashes_and_comes_back_loses_nothing()
    {
        using var report = new FaultReport("F12", "server restarted without a farewell", "PostgreSQL");
        await using var cluster = await PostgresCluster.StartAsync();
        while (report.Cases < FaultCount.Restarts)
        {
            var database = await cluster.CreateDatabaseAsync();
            await using var rig = await StartAsync(database.ConnectionString);
            await RunAndAssertAsync(rig, Disturbing(15, async () =>
            {
                await cluster.RestartAsync(immediate: true);
                report.Case();
            }));
        }
        report.Right();
    }

    [PostgresFact]
    public async Task A_server_that_is_away_for_a_minute_is_waited_for_and_the_run_goes_on_by_itself()
    {
        using var report = new FaultReport("F12", "server away for a minute", "PostgreSQL");
        await using var cluster = await PostgresCluster.StartAsync();
        var database = await cluster.CreateDatabaseAsync();
        await using var rig = await StartAsync(database.ConnectionString);
        var waited = TimeSpan.Zero;
        bool isAway = false;
        rig.Time = new HurriedTime
        {
            OnWait = wait =>
            {
                // What the run waits for between two tries; other timers of a few seconds go by at the same time.
                if (!isAway || wait < TimeSpan.FromMilliseconds(500) || (waited += wait) < TimeSpan.FromMinutes(1))
                    return;
                isAway = false;
                cluster.StartServerAsync().GetAwaiter().GetResult();
            },
        };
        await RunAndAssertAsync(rig, Disturbing(20, async () =>
        {
            if (waited > TimeSpan.Zero)
                return;
            await cluster.StopServerAsync(immediate: true);
            isAway = true;
        }));
        Assert.False(isAway);
        Assert.InRange(waited.TotalSeconds, 60, 75);
        report.Right(1);
    }

    [PostgresFact]
    public async Task A_server_that_stays_away_ends_the_run_with_one_error_and_the_next_run_goes_on()
    {
        await using var cluster = await PostgresCluster.StartAsync();
        var database = await cluster.CreateDatabaseAsync();
        await using var rig = await StartAsync(database.ConnectionString);
        rig.Time = new HurriedTime();
        int seen = 0;
        var observer = new RecordingObserver { OnDay = _ => seen++ };
        var stopping = Disturbing(5, () => cluster.StopServerAsync(immediate: true), observer);
        var error = await Assert.ThrowsAsync<StockSyncException>(() => rig.RunAsync(Backfill(), stopping));
        Assert.Equal((ErrorIds.StoreUnreachable, true), (error.ErrorId, error.Advice?.Length > 0));

        await cluster.StartServerAsync();
        // Fsync is off in the tests' cluster, so what an immediate stop kept is for the server to say; the checkpoint agrees with it.
        int kept = (await rig.CheckpointAsync()).Count(d => d.Status == SyncDayStatus.Completed);
        int before = rig.BarRequests;
        await rig.RunAsync(Backfill());
        await TruthChecker.AssertEqualAsync(rig, s_from, s_to);
        Assert.Equal(rig.Market.TradingDays(s_from, s_to).Count() - kept, rig.BarRequests - before);
        Assert.Equal(SyncRunStatus.Interrupted, (await rig.RunsAsync())[1].Status);
    }

    static async Task RunAndAssertAsync(EngineRig rig, RecordingObserver observer)
    {
        var seen = await rig.RunAsync(Backfill(), observer);
        Assert.All(seen.Days, d => Assert.Equal(SyncDayStatus.Completed, d.Status));
        await TruthChecker.AssertEqualAsync(rig, s_from, s_to);
        Assert.Equal(SyncRunStatus.Completed, (await rig.RunsAsync())[0].Status);
    }

    static SyncRequest Backfill() => new() { Kind = SyncKind.Backfill, From = s_from, To = s_to, Shape = RequestShape.MarketDay };

    static async Task<EngineRig> StartAsync(string database)
    {
        var rig = await EngineRig.StartAsync(new MadeUpMarket(seed: 5, stocks: 30, s_from, s_to), database: database);
        rig.Settings = rig.Settings with { CommitDays = 1 };
        rig.Time = new HurriedTime();
        return rig;
    }

    // Each so many settled days, between two transactions, the fault happens.
    static RecordingObserver Disturbing(int every, Func<Task> fault, RecordingObserver? inner = null)
    {
        int days = 0;
        return new RecordingObserver
        {
            OnDay = day =>
            {
                inner?.OnDay?.Invoke(day);
                if (day.RunId is not null && ++days % every == 0)
                    fault().GetAwaiter().GetResult();
            },
        };
    }

    static Task Terminate(PostgresDatabase database) => database.QueryAsync(
        $"select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = '{database.Name}' and pid <> pg_backend_pid()");
}
