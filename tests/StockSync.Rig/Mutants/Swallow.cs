using StockSync.Engine.Stores.Contract;

namespace StockSync.Rig.Mutants;

/// <summary>Bug: a failure of the database is caught, forgotten and taken for success.</summary>
sealed class Swallow(ISyncStore inner) : MutantStore(inner)
{
    const int FailingCommit = 3;

    int _commits;

    public override async Task<CommitResult> CommitAsync(StoreCommit commit, CancellationToken cancellationToken)
    {
        try
        {
            return ++_commits == FailingCommit
                ? throw new IOException("The disk is gone for a moment.")
                : await base.CommitAsync(commit, cancellationToken);
        }
        catch (IOException)
        {
            var days = commit.Days.Select(d => new SyncDay { Date = d.Date.ToDateTime(TimeOnly.MinValue), Status = SyncDayStatus.Completed });
            return new CommitResult(default, new Dictionary<DateOnly, RowCounts>(), [.. days]);
        }
    }
}
