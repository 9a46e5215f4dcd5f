using System.Buffers;
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
/// Room for the rows of answers that wait for their transaction. Anew for each answer it would lie on the heap of large objects, which is
/// cleared so seldom that a year by stock ranges piled up hundreds of megabytes.
/// </summary>
static class AnswerRoom
{
    // More rows than a stock has days, and as a market has stocks: 2 MB.
    const int LongestAnswer = 1 << 14;

    // As many of one size as ever wait.
    const int Kept = 64;

    /// <summary>A pool for one run; what was kept goes with it.</summary>
    public static ArrayPool<BarRow> Create() => ArrayPool<BarRow>.Create(LongestAnswer, Kept);
}
