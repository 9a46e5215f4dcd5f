using StockSync.Rig;
using StockSync.Tests.Soak;
using StockSync.Tests.Stores;
using Xunit;

namespace StockSync.Tests.Crash;

/// <summary>The checks are worth something only if they find bugs: each known one, put into the store, is caught.</summary>
public abstract class MutantContract : CrashTest
{
    [StoreFact]
    public Task A_checkpoint_committed_before_its_rows_is_caught() => CaughtAsync("I4", "checkpoint-first", FailPoint.RowsWritten, 1);

    [StoreFact]
    public Task A_checkpoint_outside_the_database_is_caught() => CaughtAsync("I1", "checkpoint-outside", FailPoint.RowsWritten, 2);

    [StoreFact]
    public Task Rows_appended_without_a_key_are_caught() => CaughtAsync("I2", "no-key", FailPoint.AfterCommit, 1);

    [StoreFact]
    public Task A_checkpoint_at_the_end_that_was_asked_for_is_caught() => CaughtAsync("I4", "requested-end", FailPoint.AfterFetch, 12);

    [StoreFact]
    public Task A_failure_taken_for_success_is_caught() => CaughtAsync("I1", "swallow", FailPoint.AfterCommit, 4);

    async Task CaughtAsync(string invariant, string mutant, string point, int nth)
    {
        var folder = Directory.CreateTempSubdirectory("stocksync-mutant-");
        try
        {
            using var report = new FaultReport("F3", $"seeded bug '{mutant}' caught", StoreName);
            await using var rig = await StartAsync();
            string[] bug = ["--mutant", mutant, "--state", Path.Combine(folder.FullName, "days")];
            var killed = await rig.RunAsync([.. bug, "--die-at", point, "--nth", CrashRig.Text(nth)]);
            Assert.Equal(point, killed.DiedAt);
            var found = await CrashChecker.FindAsync(rig, isDone: false);
            if (!found.Any(IsIt))
            {
                var second = await rig.RunAsync(bug);
                found = await CrashChecker.FindAsync(rig, isDone: second.ExitCode == RigExit.Complete);
            }
            Assert.Contains(found, IsIt);
            report.Case();
            report.Right();
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        bool IsIt(string breach) => breach.StartsWith(invariant, StringComparison.Ordinal);
    }
}
