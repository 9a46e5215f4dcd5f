using StockSync.Engine.Stores.Contract;
using StockSync.MarketServer;
using StockSync.Rig.Mutants;
using StockSync.Tests.SourceFaults;
using Xunit;

namespace StockSync.Tests.EndToEnd;

/// <summary>While rows are written, the service is asked for the next ones.</summary>
public class OverlapTests
{
    static readonly DateOnly s_from = new(2024, 1, 2);
    static readonly DateOnly s_to = new(2024, 1, 31);

    [Fact]
    public async Task Stocks_of_the_next_batches_are_asked_for_while_the_first_is_written()
    {
        const int requests = 20;
        await using var rig = await EngineRig.StartAsync(new MadeUpMarket(seed: 3, stocks: 30, s_from, s_to));
        // Each answer is a transaction, and the first of them ends only when the service was asked for most stocks.
        rig.Settings = rig.Settings with { BatchSize = 2, BatchMin = 2, BatchMax = 2, CommitDelay = TimeSpan.Zero };
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        rig.Wrap = source => new HookedSource(source, _ =>
        {
            if (rig.BarRequests == requests)
                asked.TrySetResult();
        });
        rig.WrapStore = store => new SlowStore(store, asked.Task);

        await rig.BackfillAsync(s_from, s_to, RequestShape.StockRange).WaitAsync(TimeSpan.FromMinutes(1));

        Assert.True(rig.BarRequests > requests);
        await TruthChecker.AssertEqualAsync(rig, s_from, s_to);
    }

    sealed class SlowStore(ISyncStore inner, Task until) : MutantStore(inner)
    {
        public override async Task<CommitResult> CommitAsync(StoreCommit commit, CancellationToken cancellationToken)
        {
            if (commit.Bars is { Count: > 0 })
                await until.WaitAsync(cancellationToken);
            return await base.CommitAsync(commit, cancellationToken);
        }
    }
}
