using StockSync.MarketServer;
using StockSync.Rig;
using StockSync.Tests.EndToEnd;
using StockSync.Tests.Soak;
using StockSync.Tests.Stores;
using Xunit;

namespace StockSync.Tests.Crash;

/// <summary>Two processes and one database: one writes, whatever happens to the other.</summary>
public abstract class LeaseContract : CrashTest
{
    // Ten in every test run, two hundred in a soak.
    static readonly int s_races = Math.Max(1, KillCount.PerStore / 5);

    [StoreFact]
    public async Task Of_two_runs_started_at_once_one_works_and_the_other_says_so()
    {
        using var report = new FaultReport("F18", "two runs started at once", StoreName);
        for (int race = 0; race < s_races; race++)
        {
            await using var rig = await StartAsync();
            using var one = rig.Start("--hold");
            using var two = rig.Start("--hold");
            await one.ReadyAsync();
            await two.ReadyAsync();
            one.Go();
            two.Go();
            var ends = await Task.WhenAll(one.EndAsync(), two.EndAsync());

            Assert.Equal([RigExit.Complete, RigExit.RunActive], ends.Select(e => e.ExitCode).Order());
            Assert.Equal(1, rig.Engine.Service.Log.MostConnectionsAtOnce);
            Assert.Empty(await CrashChecker.FindAsync(rig, isDone: true));
            Assert.Single(await rig.Engine.RunsAsync());
            report.Case();
        }
        report.Right();
    }

    [StoreFact]
    public async Task Of_eight_first_runs_started_at_once_on_an_empty_database_one_works_and_seven_say_who_does()
    {
        using var report = new FaultReport("F18", "eight first runs at once", StoreName);
        await using var rig = await StartAsync();
        var processes = Enumerable.Range(0, 8).Select(_ => rig.Start("--hold")).ToArray();
        try
        {
            foreach (var process in processes)
                await process.ReadyAsync();
            foreach (var process in processes)
                process.Go();
            var ends = await Task.WhenAll(processes.Select(p => p.EndAsync()));

            Assert.Equal([RigExit.Complete, .. Enumerable.Repeat(RigExit.RunActive, 7)], ends.Select(e => e.ExitCode).Order());
            Assert.All(
                ends.Where(e => e.ExitCode == RigExit.RunActive),
                e => Assert.Contains($"on {Environment.MachineName}", e.Errors, StringComparison.OrdinalIgnoreCase));
            // A second connection at any moment would have got the address blacklisted.
            Assert.Equal(1, rig.Engine.Service.Log.MostConnectionsAtOnce);
            Assert.Empty(await CrashChecker.FindAsync(rig, isDone: true));
            Assert.Single(await rig.Engine.RunsAsync());
        }
        finally
        {
            foreach (var process in processes)
                process.Dispose();
        }
        report.Right();
    }

    [StoreFact]
    public async Task A_killed_holder_is_followed_at_once_on_the_same_machine()
    {
        using var report = new FaultReport("F19", "holder killed", StoreName);
        await using var rig = await StartAsync();
        await RunAndCheckAsync(rig, "the holder", "--die-at", FailPoint.AfterFetch, "--nth", "6", "--lease-expiry", "3600000");

        await RunAndCheckAsync(rig, "the next", "--lease-expiry", "3600000");

        Assert.Equal(
            [SyncRunStatus.Completed, SyncRunStatus.Interrupted], (await rig.Engine.RunsAsync()).Select(r => r.Status));
        report.Right(1);
    }

    [StoreFact]
    public async Task A_holder_that_wakes_up_after_its_lease_was_taken_writes_nothing()
    {
        using var report = new FaultReport("F18", "holder asleep past its lease", StoreName);
        if (OperatingSystem.IsWindows())
            return;
        await using var rig = await StartAsync(connections: 2);
        rig.Engine.Service.Faults.Add("98 skip 8 x1 slow 3000");
        // Without a heartbeat: it must be the transaction itself that finds out. On another machine, because on this one a process that
        // sleeps still has its connection, which keeps others from opening a second one.
        using var zombie = rig.StartElsewhere("--lease-heartbeat", "3600000");
        await rig.Engine.Service.Log.WaitForAsync(e => e.Fault is not null);
        await UntilAsync(async () => (await CrashState.ReadAsync(rig)).Complete.Count == 8);
        zombie.Send("STOP");

        RigRun next;
        do
            next = await rig.RunAsync("--lease-expiry", "1000");
        while (next.ExitCode == RigExit.RunActive);
        Assert.True(next.ExitCode == RigExit.Complete, next.ToString());
        var before = await RecordsAsync(rig);
        zombie.Send("CONT");
        var end = await zombie.EndAsync();

        Assert.True(end.ExitCode == RigExit.LeaseLost, end.ToString());
        Assert.Equal(before, await RecordsAsync(rig));
        Assert.Empty(await CrashChecker.FindAsync(rig, isDone: true));
        await TruthChecker.AssertEqualAsync(rig.Engine, rig.Days[0], rig.Days[^1]);
        report.Right(1);
    }

    [StoreFact]
    public async Task An_interrupt_stops_cleanly_and_the_next_run_goes_on()
    {
        using var report = new FaultReport("F23", "interrupted process", StoreName);
        if (OperatingSystem.IsWindows())
            return;
        // A shell that starts the tests in the background has them ignore interrupts, and what they start too.
        IReadOnlyList<string> within = OperatingSystem.IsLinux() ? ["env", "--default-signal=INT"] : [];
        await using var rig = await CrashRig.StartAsync(await CreateDatabaseAsync(), within: within);
        // However slow the machine is, the interrupt finds a run that waits for an answer.
        rig.Engine.Service.Faults.Add(new Fault("98", FaultAction.Stall) { From = rig.Days[9] });
        using var process = rig.Start();
        await rig.Engine.Service.Log.WaitForAsync(e => e.Type == "98" && e.From == rig.Days[9]);
        process.Send("INT");
        var end = await process.EndAsync(TimeSpan.FromSeconds(10));

        Assert.True(end.ExitCode == RigExit.Stopped, end.ToString());
        Assert.Equal(SyncRunStatus.Stopped, Assert.Single(await rig.Engine.RunsAsync()).Status);
        // What was in hand is kept.
        Assert.True((await CrashState.ReadAsync(rig)).Complete.Count >= 8);
        Assert.Empty(await CrashChecker.FindAsync(rig, isDone: false));
        await CompleteAsync(rig, "after the stop");
        report.Right(1);
    }

    static async Task<IReadOnlyList<string>> RecordsAsync(CrashRig rig) =>
    [
        .. (await rig.Engine.CheckpointAsync()).Select(d => $"{d} {d.RunId} {d.Attempts}"),
        .. (await rig.Engine.RunsAsync()).Select(r => $"{r} {r.Inserted} {r.DaysSettled}"),
    ];

    // The database has no event to wait for; each look at it takes its time.
    static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!await isSo())
            patience.Token.ThrowIfCancellationRequested();
    }
}
