using StockSync.Engine.Sources.Contract;

namespace StockSync.Benchmarks.History;

/// <summary>A store with the product's schema for one history. Disposing gives its room back: a history is some gigabytes.</summary>
abstract class HistoryStore(SyncSettings settings) : IAsyncDisposable
{
    /// <summary>For a run into it.</summary>
    public SyncSettings Settings => settings;

    /// <summary>Writes the rows as fast as the store takes them; the clock stands still between two pieces.</summary>
    /// <param name="pieces">The rows, in the order in which they are to be written.</param>
    /// <param name="rows">How many there are.</param>
    public abstract Task<BareWriting> WriteAsync(IAsyncEnumerable<BarBatch> pieces, long rows);

    /// <summary>Rows of the bar table.</summary>
    public abstract Task<long> CountAsync();

    /// <summary>Bytes that it takes on the disk.</summary>
    public abstract Task<long> SizeAsync();

    /// <summary>Bytes of the write-ahead log since it was opened; null where the log is thrown away in between.</summary>
    public virtual Task<long?> LogAsync() => Task.FromResult<long?>(null);

    public abstract ValueTask DisposeAsync();
}
