using System.Globalization;
using StockSync.Rig;
using StockSync.Tests.Soak;
using StockSync.Tests.Stores;
using Xunit;

namespace StockSync.Tests.Crash;

/// <summary>Runs that are killed: nothing is lost, nothing doubled, nothing claimed that is not there.</summary>
public abstract class KillContract : CrashTest
{
    // The choice of moments is the same each time; where in the work they fall is the machine's.
    const int Seed = 20240229;

    // Then it is brought to its end and the next one begins, empty: most of the work is at the beginning.
    const int RunsPerDatabase = 25;

    [StoreFact]
    public async Task Kills_at_random_moments_lose_and_double_nothing()
    {
        var random = new Random(Seed);
        int kills = 0;
        using var report = new FaultReport("F1", "killed at a random moment", StoreName);
        foreach (var (shape, measured) in await MeasureAsync())
        {
            var whole = measured;
            int wanted = kills + (KillCount.PerStore / 2);
            while (kills < wanted)
            {
                await using var rig = await StartAsync(shape);
                for (int runs = 0; runs < RunsPerDatabase && kills < wanted; runs++)
                {
                    int after = random.Next((int)whole.TotalMilliseconds);
                    var run = await RunAndCheckAsync(rig, $"{shape}, kill {kills} after {after} ms", "--die-after", CrashRig.Text(after));
                    if (run.DiedAt is null)
                    {
                        // Where the machine was busy when a whole run was measured, few moments would be early enough.
                        if (runs == 0 && run.Duration < whole)
                            whole = run.Duration;
                        break;
                    }
                    kills++;
                    report.Case();
                }
                await CompleteAsync(rig, $"{shape}, after kill {kills}");
            }
        }
        Assert.Equal(KillCount.PerStore / 2 * 2, kills);
        report.Right();
    }

    [StoreFact]
    public Task A_kill_at_any_named_point_of_a_market_day_run_loses_and_doubles_nothing() => DieEverywhereAsync(RequestShape.MarketDay);

    [StoreFact]
    public Task A_kill_at_any_named_point_of_a_stock_range_run_loses_and_doubles_nothing() => DieEverywhereAsync(RequestShape.StockRange);

    [StoreFact]
    public async Task A_run_that_died_after_its_last_commit_is_found_by_the_next_though_nothing_is_left_to_do()
    {
        await using var rig = await StartAsync();
        int commits = (rig.Days.Count + CrashRig.DaysOfCommit - 1) / CrashRig.DaysOfCommit;
        var run = await RunAndCheckAsync(rig, "the last commit", "--die-at", FailPoint.AfterCommit, "--nth", CrashRig.Text(commits));
        Assert.Equal(FailPoint.AfterCommit, run.DiedAt);
        int requests = rig.Engine.Service.Log.Entries.Count;

        await CompleteAsync(rig, "after the last commit");

        Assert.Equal(requests, rig.Engine.Service.Log.Entries.Count);
        Assert.Equal(SyncRunStatus.Interrupted, Assert.Single(await rig.Engine.RunsAsync()).Status);
    }

    /// <summary>The daily run: one new day, which PostgreSQL is sent whole.</summary>
    [StoreFact]
    public async Task A_kill_at_any_point_of_an_evenings_commit_loses_and_doubles_nothing()
    {
        using var report = new FaultReport("F2", "killed at a named point of an evening", StoreName);
        string[] points = [FailPoint.InRows, FailPoint.RowsWritten, FailPoint.BeforeCommit, FailPoint.CommitSent, FailPoint.AfterCommit];
        for (int round = 0; round < KillCount.PerPoint; round++)
        {
            await using var rig = await StartAsync();
            var first = await rig.RunAsync(Evening(rig.Days[0], rig.Days[^(points.Length + 1)], hour: 13));
            Assert.True(first.ExitCode == RigExit.Complete, first.ToString());
            foreach (var (point, day) in points.Zip(rig.Days.TakeLast(points.Length)))
            {
                string story = $"the evening of {day:yyyy-MM-dd}, {point}";
                var before = await CrashState.ReadAsync(rig);
                var killed = await rig.RunAsync(["--day", .. Evening(day, day, hour: 13), "--die-at", point]);
                Assert.True(killed.DiedAt == point, $"{story} was not reached: {killed}");
                Assert.Equal(IsEveningOneTrip, killed.IsInOneTrip);
                var after = await CrashState.ReadAsync(rig);
                Assert.Empty(await CrashChecker.FindAsync(rig, isDone: false));
                // What was never sent whole is not there; what was confirmed is.
                if (point != FailPoint.CommitSent)
                    Assert.Equal(point == FailPoint.AfterCommit, after.Complete.Contains(day));

                var next = await rig.RunAsync(["--day", .. Evening(day, day, hour: 14)]);

                Assert.True(next.ExitCode == RigExit.Complete, $"after {story}: {next}");
                Assert.Empty(await CrashChecker.FindAsync(rig, isDone: day == rig.Days[^1]));
                Assert.Empty(CrashChecker.FindRefetched(rig, after, await CrashState.ReadAsync(rig), isDone: true));
                Assert.Equal(before.Complete.Count + 1, (await CrashState.ReadAsync(rig)).Complete.Count);
                report.Case();
            }
            await AssertCompleteAsync(rig);
        }
        report.Right();
    }

    /// <summary>True where the store sends the one new day of an evening, and its commit, in one round trip.</summary>
    private protected abstract bool IsEveningOneTrip { get; }

    // Runs at that hour, UTC, of the last day: a day is new on its own evening.
    static string[] Evening(DateOnly from, DateOnly to, int hour) => [.. string.Create(
        CultureInfo.InvariantCulture, $"--from {from:yyyy-MM-dd} --to {to:yyyy-MM-dd} --at {to:yyyy-MM-dd}T{hour}:00:00Z").Split(' ')];

    // One database dies at every point in turn; the schema's comes first, because a schema is made once.
    async Task DieEverywhereAsync(RequestShape shape)
    {
        using var report = new FaultReport("F2", $"killed at a named point, {shape}", StoreName);
        for (int round = 0; round < KillCount.PerPoint; round++)
        {
            await using var rig = await StartAsync(shape);
            foreach (string point in FailPoint.Names.OrderBy(n => n != FailPoint.SchemaStep))
            {
                var run = await RunAndCheckAsync(rig, $"{shape}, {point}", "--die-at", point, "--lease-heartbeat", "10");
                Assert.True(run.DiedAt == point, $"{point} was not reached: {run}");
                report.Case();
            }
            await CompleteAsync(rig, $"{shape}, after all points");
        }
        report.Right();
    }

    async Task<List<(RequestShape Shape, TimeSpan Whole)>> MeasureAsync()
    {
        var all = new List<(RequestShape, TimeSpan)>();
        foreach (var shape in new[] { RequestShape.MarketDay, RequestShape.StockRange })
        {
            await using var rig = await StartAsync(shape);
            all.Add((shape, (await RunAndCheckAsync(rig, "undisturbed")).Duration));
        }
        return all;
    }
}
