using StockSync.Engine.Stores.Contract;
using StockSync.Engine.Stores.Sql;
using StockSync.Engine.Stores.Tables;

namespace StockSync.Engine.Stores.Bars;

/// <summary>
/// The statements of one commit around its rows: before them the lease, after them what only the transaction can count, and last
/// everything that follows from the counts. Whoever writes the rows decides how many round trips that takes.
/// </summary>
sealed class CommitBatch
{
    readonly StoreCommit _commit;
    readonly StoreTables _tables;
    readonly LeaseFence _fence;
    readonly Dictionary<DateOnly, DayRows> _counted = [];
    readonly Dictionary<DateOnly, SyncDay> _before = [];
    readonly List<Absence> _absences = [];
    readonly HashSet<(DateOnly, StockCode)> _quarantined = [];

    public CommitBatch(StoreCommit commit, StoreDatabase database, StoreTables tables)
    {
        _commit = commit;
        _tables = tables;
        _fence = new LeaseFence(commit, database, tables);
        Opening = [new(database.Dialect.Begin), .. _fence.Opening];
        if (commit.Replaced is var (old, by))
            Opening = [.. Opening, ClaimTable.Replace(old, by)];
        Counting = [.. Count()];
    }

    /// <summary>Begins, and takes the rows that prove the right to write.</summary>
    public IReadOnlyList<Statement> Opening { get; }

    /// <summary>Runs after the rows are in.</summary>
    public IReadOnlyList<Statement> Counting { get; }

    /// <summary>To be called once <see cref="Opening"/> has run.</summary>
    public void CheckRight() => _fence.Check();

    /// <summary>Records everything and commits.</summary>
    public async Task<CommitResult> CloseAsync(
        StoreConnection connection, Dictionary<DateOnly, RowCounts> perDay, CancellationToken cancellationToken)
    {
        var rows = default(RowCounts);
        foreach (var counts in perDay.Values)
            rows += counts;
        var days = Settle(perDay);
        await connection.RunAsync([.. Close(days, rows, perDay), new("commit")], cancellationToken);
        return new CommitResult(rows, perDay, days) { Workers = _fence.Workers };
    }

    /// <summary>True for a commit of one day by the run's own machine: <see cref="RunWholeAsync"/> can do it.</summary>
    public static bool MayBeWhole(StoreCommit commit) => commit is { Days.Count: 1, WorkerId: null, Units.Count: 0 };

    /// <summary>
    /// Begins, writes, records and commits in one go. What the counting would tell is taken for granted: the day is new, the rows are all
    /// it will have, none of them was set aside. A <see cref="Requirement"/> ends the transaction where one of that is not so, or the lease is
    /// gone: for PostgreSQL only.
    /// </summary>
    /// <param name="connection">Can run all in one round trip.</param>
    /// <param name="insert">Writes the rows; fails where one is there already.</param>
    /// <param name="expected">What the table then holds of the day.</param>
    /// <param name="cancellationToken">Gives the transaction up.</param>
    public async Task<CommitResult> RunWholeAsync(
        StoreConnection connection, Statement insert, DayRows expected, CancellationToken cancellationToken)
    {
        var day = _commit.Days[0].Date;
        _absences.AddRange(_commit.Neighbours);
        _counted[day] = expected;
        var rows = new RowCounts(expected.Rows, 0, 0);
        var perDay = new Dictionary<DateOnly, RowCounts> { [day] = rows };
        var days = Settle(perDay);
        await connection.RunAsync(
            [.. Opening, .. _fence.Guard(), insert, Guard(day, expected), .. Close(days, rows, perDay), new("commit")],
            cancellationToken);
        return new CommitResult(rows, perDay, days) { Workers = _fence.Workers };
    }

    // The proof of the day: the table's own count, in the transaction that records it.
    static Statement Guard(DateOnly day, DayRows expected) => Requirement.That("the day is new and holds just these rows", $"""
        (
            select count(*) as stored, count(*) filter (where not trade_status) as suspended
            from daily_stock_data where trade_date = @day and {CountedRows.Only}) b
        where b.stored = @stored and b.suspended = @suspended
            and not exists (select 1 from sync_day d where d.trade_date = @day)
            and not exists (select 1 from sync_absence a where a.from_date <= @day and a.to_date >= @day)
            and not exists (select 1 from sync_quarantine q where q.trade_date = @day)
        """)
        .With("day", day).With("stored", expected.Rows).With("suspended", expected.Suspended);

    IEnumerable<Statement> Count()
    {
        if (_commit.Bars is { Count: > 0 } bars)
            yield return FailureTables.FindQuarantined(bars[0].Date, bars[bars.Count - 1].Date, key => _quarantined.Add(key));
        foreach (var dates in _commit.Days.Select(day => day.Date).Chunk(ValueList.Chunk))
        {
            yield return ValueList.Of(
                $"select trade_date, count(*), count(*) filter (where not trade_status) from daily_stock_data where {CountedRows.Only} and trade_date",
                dates,
                "group by trade_date")
                .OnRow(reader => _counted[reader.Day(0)] = new DayRows(reader.Count(1), reader.Count(2)));
            yield return _tables.Days.Find(dates, day => _before[DateOnly.FromDateTime(day.Date)] = day);
        }
        if (_commit.Days.Count > 0)
        {
            foreach (var statement in _tables.Absences.Lock())
                yield return statement;
            yield return AbsenceTable.Find(_commit.Days.Min(d => d.Before ?? d.Date), _commit.Days.Max(d => d.After ?? d.Date), _absences);
        }
    }

    List<SyncDay> Settle(Dictionary<DateOnly, RowCounts> perDay)
    {
        var days = new List<SyncDay>(_commit.Days.Count);
        foreach (var tally in _commit.Days.OrderBy(day => day.Date))
        {
            var rows = _counted.GetValueOrDefault(tally.Date);
            var counts = perDay.GetValueOrDefault(tally.Date) + _commit.EarlierCounts.GetValueOrDefault(tally.Date);
            days.Add(tally.Settle(
                rows.Rows, rows.Suspended, counts, _before.GetValueOrDefault(tally.Date), _commit.RunId, _commit.Now));
        }
        return days;
    }

    IEnumerable<Statement> Close(List<SyncDay> days, RowCounts rows, Dictionary<DateOnly, RowCounts> perDay)
    {
        if (days.Count > 0)
        {
            yield return _tables.Days.Put(days);
            foreach (var statement in RewriteAbsences())
                yield return statement;
        }
        if (_commit.ClearCoverage)
            yield return new Statement("delete from sync_stock");
        else if (_commit.Covered.Count > 0)
        {
            foreach (var statement in _tables.Days.PutCoverage(_commit.Covered, Beijing.Day(_commit.Now)))
                yield return statement;
        }
        if (_commit.Resolved.Count > 0)
            yield return _tables.Failures.Resolve(_commit.Resolved);
        if (_commit.Failures.Count > 0)
        {
            yield return _tables.Failures.Put(
                Last(_commit.Failures, failure => (failure.Code, failure.From, failure.To)), _commit.RunId, _commit.Now);
        }
        if (_quarantined.Count > 0 && GoodRowsSetAside() is { Count: > 0 } good)
            yield return _tables.Failures.Release(good);
        if (_commit.Quarantined.Count > 0)
        {
            yield return _tables.Failures.PutQuarantined(
                Last(_commit.Quarantined, row => (row.Date, row.Code)), _commit.RunId, _commit.Now);
        }
        if (_commit.Claims.Count > 0)
            yield return _tables.Claims.Put(_commit.Claims);
        if (_commit.Settled.Count > 0)
            yield return _tables.Claims.Delete(_commit.Settled);
        foreach (var statement in _fence.Closing(rows, perDay))
            yield return statement;
    }

    // Only the stocks whose intervals change: a day on which everything is as it was before writes none.
    IEnumerable<Statement> RewriteAbsences()
    {
        var days = _commit.Days.OrderBy(day => day.Date).Select(day => new SettledDay(day.Date, day.Before, day.After)).ToArray();
        var before = _absences.ToLookup(absence => absence.Code);
        var found = _commit.Days.SelectMany(day => day.Exceptions).ToLookup(exception => exception.Code);
        var gone = new List<Absence>();
        var fresh = new List<Absence>();
        foreach (var code in before.Select(group => group.Key).Union(found.Select(group => group.Key)))
        {
            var old = before[code].ToList();
            var rewritten = AbsenceIntervals.Replace(old, days, Last([.. found[code]], e => e.Date).ToDictionary(e => e.Date));
            gone.AddRange(old.Except(rewritten));
            fresh.AddRange(rewritten.Except(old));
        }
        if (gone.Count > 0)
            yield return _tables.Absences.Delete(gone);
        if (fresh.Count > 0)
            yield return _tables.Absences.Put(fresh);
    }

    List<(DateOnly Date, StockCode Code)> GoodRowsSetAside()
    {
        var good = new List<(DateOnly, StockCode)>();
        foreach (ref var row in _commit.Bars!.Rows)
        {
            if (_quarantined.Contains((row.Date, row.Code)))
                good.Add((row.Date, row.Code));
        }
        return good;
    }

    // PostgreSQL refuses a statement that would change one row twice.
    static List<T> Last<T, TKey>(IReadOnlyCollection<T> items, Func<T, TKey> key)
        where TKey : notnull
    {
        var last = new Dictionary<TKey, T>(items.Count);
        foreach (var item in items)
            last[key(item)] = item;
        return [.. last.Values];
    }
}

/// <summary>
/// Lets PostgreSQL itself end a transaction whose conditions do not hold, where no answer is awaited between its statements. SQL has no
/// statement for that outside of a function, and a function would be one more right: so a text that is no number is cast, and the server's
/// log says what did not hold.
/// </summary>
static class Requirement
{
    /// <summary>A statement that fails unless the rows exist; SQLite would take the cast for 0.</summary>
    /// <param name="what">What must hold, for the log of the server.</param>
    /// <param name="rows">A FROM clause with its condition.</param>
    public static Statement That(string what, string rows) =>
        new Statement($"select cast('StockSync requires: {what}; rows: ' || count(*) as integer) from {rows} having count(*) = 0").OnRow(_ => { });
}
