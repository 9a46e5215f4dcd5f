using StockSync.Engine.Sources.Contract;
using StockSync.Engine.Stores.Contract;
using StockSync.Rig.Mutants;

namespace StockSync.Tests.Simulation;

/// <summary>Bug: the last row of each transaction is not written, and its day is settled without it.</summary>
sealed class RowLosingStore(ISyncStore inner) : MutantStore(inner)
{
    public override Task<CommitResult> CommitAsync(StoreCommit commit, CancellationToken cancellationToken)
    {
        if (commit.Bars is not { Count: > 0 } bars)
            return base.CommitAsync(commit, cancellationToken);
        var day = bars[bars.Count - 1].Date;
        var fewer = new BarBatch();
        foreach (ref readonly var row in bars.Rows[..^1])
            fewer.Add(row);
        var days = commit.Days.Select(d => d.Date == day ? d with { Expected = d.Expected - 1 } : d).ToArray();
        return base.CommitAsync(commit with { Bars = fewer, Days = days }, cancellationToken);
    }
}
