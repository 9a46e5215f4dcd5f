using System.Collections.Concurrent;
using StockSync.Engine.Sources.Contract;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Fetching;

/// <summary>Rows and settled days that wait for their transaction.</summary>
/// <param name="settings">How many rows a transaction has, and how long they wait.</param>
/// <param name="fullAt">How many days it has.</param>
/// <param name="time">Tells how long they have waited.</param>
sealed class CommitBuffer(SyncSettings settings, int fullAt, TimeProvider time)
{
    readonly List<DayTally> _days = [];
    readonly List<RejectedRow> _quarantined = [];
    readonly List<Claim> _claims = [];
    readonly List<Claim> _settled = [];
    readonly BarBatch _rows = new();
    long _since;

    public bool ExpectNew { get; private set; }

    public bool IsEmpty => _days.Count == 0;

    public bool IsFull => _days.Count >= fullAt || _rows.Count >= settings.CommitRows;

    /// <summary>How long the first row may still wait; null where there is none.</summary>
    public TimeSpan? Left => IsEmpty ? null : settings.CommitDelay - time.GetElapsedTime(_since);

    public void Add(BarBatch rows, DayTally day, IReadOnlyList<RejectedRow> quarantined, bool expectNew)
    {
        if (IsEmpty)
            _since = time.GetTimestamp();
        ExpectNew = expectNew;
        _rows.AddRange(rows);
        _days.Add(day);
        _quarantined.AddRange(quarantined);
    }

    /// <summary>What is claimed of the days, and what was claimed before and is over.</summary>
    public void AddClaims(IReadOnlyList<Claim> claims, IReadOnlyList<Claim> settled)
    {
        _claims.AddRange(claims);
        _settled.AddRange(settled);
    }

    /// <summary>The transaction. A day whose market was answered closes its whole-market failure.</summary>
    public StoreCommit Commit()
    {
        _rows.SortAndDistinct();
        return new StoreCommit
        {
            Now = default,
            Bars = _rows,
            ExpectNew = ExpectNew,
            Days = [.. _days.OrderBy(d => d.Date)],
            Quarantined = [.. _quarantined],
            Claims = [.. _claims],
            Settled = [.. _settled],
            Resolved = [.. _days.Select(d => new StockCoverage(default, d.Date, d.Date))],
        };
    }

    /// <summary>Empty again, once the transaction is through: its rows are gone too.</summary>
    public void Clear()
    {
        _rows.Clear();
        _days.Clear();
        _quarantined.Clear();
        _claims.Clear();
        _settled.Clear();
    }
}

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
