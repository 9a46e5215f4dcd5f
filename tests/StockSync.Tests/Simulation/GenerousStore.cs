using StockSync.Engine.Stores.Contract;
using StockSync.Engine.Stores.Sql;
using StockSync.Rig.Mutants;

namespace StockSync.Tests.Simulation;

/// <summary>Bug: late and broken bars are not expected any more, so that their day looks complete.</summary>
sealed class GenerousStore(ISyncStore inner) : MutantStore(inner)
{
    public override Task<CommitResult> CommitAsync(StoreCommit commit, CancellationToken cancellationToken)
    {
        var days = commit.Days.Select(d => d with
        {
            Expected = d.Expected - d.Exceptions.Count(e => e.State is StockState.Late or StockState.Quarantined),
            Exceptions = [.. d.Exceptions.Where(e => e.State == StockState.NotListed)],
        });
        return base.CommitAsync(commit with { Days = [.. days] }, cancellationToken);
    }
}
