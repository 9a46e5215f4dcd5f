using System.Collections.Concurrent;
using StockSync.Engine.Sources.Contract;

namespace StockSync.Engine.Fetching;

/// <summary>
/// Batches whose rows have gone into a transaction, to be used again: the next answer is about as large. Anew they would lie on the heap
/// of large objects, which is cleared so seldom that a year by stock ranges piled up hundreds of megabytes.
/// </summary>
/// <param name="capacity">Rows of a new one.</param>
sealed class SpareBatches(int capacity)
{
    readonly ConcurrentBag<BarBatch> _spare = [];

    /// <summary>An empty batch.</summary>
    public BarBatch Take() => _spare.TryTake(out var used) ? used : new BarBatch(capacity);

    /// <summary>Takes one back that nobody looks at any more.</summary>
    public void Return(BarBatch batch)
    {
        batch.Clear();
        _spare.Add(batch);
    }
}
