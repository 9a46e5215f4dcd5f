using StockSync.Engine.Sources.Contract;
using StockSync.Engine.Stores.Contract;
using StockSync.Rig.Mutants;

namespace StockSync.Tests.Simulation;

/// <summary>Bug: one price in each transaction is rounded.</summary>
sealed class ValueChangingStore(ISyncStore inner) : MutantStore(inner)
{
    public override Task<CommitResult> CommitAsync(StoreCommit commit, CancellationToken cancellationToken)
    {
        if (commit.Bars is { Count: > 0 } bars)
            bars[0].Close -= bars[0].Close % BarRow.PriceScale;
        return base.CommitAsync(commit, cancellationToken);
    }
}
