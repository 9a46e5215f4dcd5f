using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Fetching;

/// <summary>Where a run takes its units from: its own plan, or one that several machines work at.</summary>
interface IUnitQueue<T>
{
    /// <summary>The next units, each once, until nothing is to be had now. A unit is taken when it is asked for.</summary>
    IAsyncEnumerable<T> TakeAsync(CancellationToken cancellationToken);

    /// <summary>True for a unit that another machine may take instead, when this one stops before it is through.</summary>
    bool CanGiveBack(T unit);

    /// <summary>The commit with the note that these units are through.</summary>
    StoreCommit Finish(StoreCommit commit, IEnumerable<T> units, bool failed = false);

    /// <summary>Told after each commit: time to see what other machines have done.</summary>
    Task NoticeAsync(CancellationToken cancellationToken);
}
