using StockSync.Tests.Crash;
using StockSync.Tests.EndToEnd;
using Xunit;

namespace StockSync.Tests.DatabaseFaults;

/// <summary>What must hold once a fault is over and a run has come to its end.</summary>
static class Whole
{
    /// <summary>Every published row is there, once and equal; every day is complete with reason; no run is open.</summary>
    /// <param name="rig">Where to look.</param>
    /// <param name="wasEdited">True where the test itself took rows away or put some in: then the runs' sums say nothing.</param>
    public static async Task AssertAsync(CrashRig rig, bool wasEdited = false)
    {
        var found = await CrashChecker.FindAsync(rig, isDone: true);
        Assert.DoesNotContain(found, f => !wasEdited || !f.StartsWith("I4 runs", StringComparison.Ordinal));
        await TruthChecker.AssertEqualAsync(rig.Engine, rig.Days[0], rig.Days[^1]);
        Assert.False(rig.Engine.Service.HasBlacklisted);
    }

    /// <summary>One more run, undisturbed, and then all of that.</summary>
    public static async Task RunAndAssertAsync(CrashRig rig, bool wasEdited = false)
    {
        await rig.Engine.RunAsync(rig.Backfill);
        await AssertAsync(rig, wasEdited);
    }
}
