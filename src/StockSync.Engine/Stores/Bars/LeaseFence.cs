using StockSync.Engine.Stores.Contract;
using StockSync.Engine.Stores.Sql;
using StockSync.Engine.Stores.Tables;

namespace StockSync.Engine.Stores.Bars;

/// <summary>
/// Who may write: the run that has the lease, or an active worker of it, and of a published plan only what is in the writer's own hand.
/// The rows that prove it stay locked until the end, so nobody can take the right away half-way.
/// </summary>
sealed class LeaseFence
{
    readonly StoreCommit _commit;
    readonly StoreTables _tables;
    readonly WorkerTicket? _pass;
    readonly Statement? _right;
    readonly List<Statement> _opening = [];
    readonly List<Statement> _marks = [];
    bool _isLed;

    public LeaseFence(StoreCommit commit, StoreDatabase database, StoreTables tables)
    {
        _commit = commit;
        _tables = tables;
        if (commit.Lease is not { } lease)
            return;
        _pass = commit.WorkerId is { } worker ? new WorkerTicket(worker, lease) : null;
        _right = _pass is null ? tables.Lease.Renewal(lease) : tables.Workers.Renewal(_pass);
        _opening.Add(_right);
        if (_pass is not null)
            _opening.Add(LeaseTable.Look(lease).OnRow(_ => _isLed = true));
        else if (database.Dialect.IsShared)
            _opening.Add(WorkerTable.Count(lease.RunId).OnRow(reader => Workers = reader.Count(0)));
        foreach (var group in commit.Units.GroupBy(unit => (unit.Plan, unit.IsFailed)))
        {
            foreach (var numbers in group.Select(unit => unit.Number).Distinct().Chunk(ValueList.Chunk))
                _marks.Add(UnitTable.Mark(lease.RunId, commit.WorkerId ?? lease.RunId, group.Key.Plan, group.Key.IsFailed, numbers));
        }
        _opening.AddRange(_marks);
    }

    /// <summary>Takes the rows that prove the right.</summary>
    public IReadOnlyList<Statement> Opening => _opening;

    /// <summary>Workers that the run had when it committed.</summary>
    public int Workers { get; private set; }

    /// <summary>To be called once <see cref="Opening"/> has run.</summary>
    public void Check()
    {
        if (_right is null)
            return;
        if (_pass is null && _right.Affected == 0)
            throw StoreErrors.LeaseLost(_commit.Lease!.RunId);
        if (_pass is not null && !_isLed)
            throw StoreErrors.LeaderGone(_pass.Lease.RunId);
        if (_right.Affected == 0 || _marks.Sum(mark => mark.Affected) != _commit.Units.Distinct().Count())
            throw StoreErrors.WorkerLost(_commit.Lease!.RunId);
    }

    /// <summary>The same check by the database, where nothing waits for an answer in between. Only for the run's own machine.</summary>
    public IEnumerable<Statement> Guard()
    {
        if (_commit.Lease is { } lease)
            yield return Requirement.That("the lease is held by the run", LeaseTable.Held).With("run_id", lease.RunId).With("epoch", lease.Epoch);
    }

    /// <summary>What was used, in the records; and again a sign of life: a long transaction has it where it becomes visible.</summary>
    public IEnumerable<Statement> Closing(RowCounts rows, IReadOnlyDictionary<DateOnly, RowCounts> perDay)
    {
        if (_pass is null)
        {
            if (_commit.RunId is { } runId)
                yield return _tables.Runs.Count(runId, _commit.Counters, rows, _commit.Quarantined.Count, _commit.Now);
            if (_commit.Lease is { } lease)
                yield return _tables.Lease.Renewal(lease);
            yield break;
        }
        if (_commit.Days.Count == 0 && perDay.Count > 0)
            yield return _tables.Workers.AddRows(_pass, _commit.Units.Select(unit => unit.Plan).FirstOrDefault(), perDay);
        yield return _tables.Workers.Renewal(_pass);
        // The run's row comes last: all its machines meet there, for no longer than the commit itself takes.
        yield return RunTable.CountRows(_pass.Lease.RunId, rows, _commit.Quarantined.Count);
        foreach (var statement in WorkerTable.Account(_pass, _commit.Counters))
            yield return statement;
    }
}
