using StockSync.Engine.Stores.Contract;

namespace StockSync.Rig.Mutants;

/// <summary>Bug: the checkpoint is committed before the rows, believing that they will follow.</summary>
sealed class CheckpointFirst(ISyncStore inner, SideDoor database) : MutantStore(inner)
{
    public override async Task<CommitResult> CommitAsync(StoreCommit commit, CancellationToken cancellationToken)
    {
        foreach (var day in commit.Days)
            await database.ClaimAsync(day.Date, day.Expected);
        return await base.CommitAsync(commit, cancellationToken);
    }
}
