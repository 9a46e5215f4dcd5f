using StockSync.Rig;
using StockSync.Tests.EndToEnd;
using StockSync.Tests.Stores;
using Xunit;

namespace StockSync.Tests.Crash;

/// <summary>What the tests of crashes share, whichever database stands behind them.</summary>
public abstract class CrashTest
{
    private protected abstract Task<TestDatabase> CreateDatabaseAsync();

    /// <summary>What stands behind, for reports.</summary>
    private protected abstract string StoreName { get; }

    private protected async Task<CrashRig> StartAsync(RequestShape shape = RequestShape.MarketDay, int connections = 1) =>
        await CrashRig.StartAsync(await CreateDatabaseAsync(), shape, connections);

    /// <summary>One run, killed or not; then the database is what it must be.</summary>
    private protected static async Task<RigRun> RunAndCheckAsync(CrashRig rig, string story, params string[] arguments)
    {
        var before = await CrashState.ReadAsync(rig);
        var run = await rig.RunAsync(arguments);
        bool isDone = run.DiedAt is null;
        Assert.True(!isDone || run.ExitCode == RigExit.Complete, $"{story}: {run}");
        var found = await CrashChecker.FindAsync(rig, isDone);
        var refetched = CrashChecker.FindRefetched(rig, before, await CrashState.ReadAsync(rig), isDone);
        Assert.True(found.Count + refetched.Count == 0, $"{story}, {run}:\n{string.Join('\n', found.Concat(refetched))}");
        return run;
    }

    /// <summary>Runs to the end, undisturbed: everything is there, once, equal, and nobody was banned on the way.</summary>
    private protected static async Task CompleteAsync(CrashRig rig, string story)
    {
        Assert.Null((await RunAndCheckAsync(rig, story)).DiedAt);
        await AssertCompleteAsync(rig);
    }

    /// <summary>The same after a run that was to die and was faster.</summary>
    private protected static async Task AssertCompleteAsync(CrashRig rig)
    {
        await TruthChecker.AssertEqualAsync(rig.Engine, rig.Days[0], rig.Days[^1]);
        Assert.False(rig.Engine.Service.HasBlacklisted);
    }
}
