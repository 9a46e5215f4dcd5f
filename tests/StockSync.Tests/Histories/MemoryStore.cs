using System.Runtime.CompilerServices;
using StockSync.Engine.Sources.Contract;
using StockSync.Engine.Stores.Contract;
using StockSync.Engine.Stores.Sql;

namespace StockSync.Tests.Histories;

/// <summary>
/// A database in memory, for thousands of short lives: what a commit means is the same as in the real ones (see <c>CommitBatch</c>), and a test
/// holds both side by side. No two threads write at once, and nothing ever fails.
/// </summary>
sealed partial class MemoryStore
    : ISyncStore, IBarStore, IDayStore, IAbsenceStore, IFailureStore, IClaimStore, IReferenceStore, IRunStore, ILeaseStore, IServiceStore, IAlertStore, IHistoryStore
{
    readonly Lock _lock = new();
    readonly SortedDictionary<DateOnly, SortedDictionary<StockCode, BarRow>> _bars = [];
    readonly SortedDictionary<DateOnly, SyncDay> _days = [];
    readonly Dictionary<StockCode, List<Absence>> _absences = [];
    readonly HashSet<StockCoverage> _coverage = [];
    DateOnly _coveredOn;
    readonly Dictionary<(string Code, DateTime From, DateTime To), FailedStock> _failures = [];
    readonly HashSet<(DateOnly, StockCode)> _quarantine = [];

    public string Target => "memory";

    public IBarStore Bars => this;

    public IDayStore Days => this;

    public IAbsenceStore Absences => this;

    public IFailureStore Failures => this;

    public IClaimStore Claims => this;

    public IReferenceStore Reference => this;

    public IRunStore Runs => this;

    public ILeaseStore Lease => this;

    public IServiceStore Services => this;

    public IAlertStore Alerts => this;

    public IHistoryStore History => this;

    public ValueTask DisposeAsync() => default;

    public Task<DatabaseInfo> InspectAsync(CancellationToken cancellationToken) => Task.FromResult(Info);

    public Task<DatabaseInfo> InitializeAsync(CancellationToken cancellationToken) => Task.FromResult(Info);

    public Task PrepareRangeAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task AnalyzeAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<IReadOnlyList<int>> GetYearsInPartsAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<int>>([]);

    public Task MergeYearAsync(int year, Lease lease, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>True where the row is in the table.</summary>
    public bool Has(StockCode code, DateOnly day) => _bars.TryGetValue(day, out var rows) && rows.ContainsKey(code);

    public Task<CommitResult> CommitAsync(StoreCommit commit, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (commit.Replaced is var (old, by))
                _stocks[old] = _stocks[old] with { ReplacedBy = by };
            var perDay = new Dictionary<DateOnly, RowCounts>();
            if (commit.Bars is { Count: > 0 } bars)
                Write(bars, perDay);
            var total = perDay.Values.Aggregate(default(RowCounts), static (sum, counts) => sum + counts);
            var settled = commit.Days.OrderBy(d => d.Date).Select(tally => Settle(tally, commit, perDay)).ToArray();
            Rewrite(commit.Days);
            Note(commit);
            return Task.FromResult(new CommitResult(total, perDay, settled));
        }
    }

    public Task<IReadOnlyDictionary<DateOnly, DayRows>> CountRowsAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var counts = new Dictionary<DateOnly, DayRows>();
            foreach (var (day, rows) in _bars)
            {
                if (day >= from && day <= to && Count(rows) is { Rows: > 0 } count)
                    counts.Add(day, count);
            }
            return Task.FromResult<IReadOnlyDictionary<DateOnly, DayRows>>(counts);
        }
    }

    public async IAsyncEnumerable<(DateOnly Date, StockCode Code)> ReadKeysAsync(
        DateOnly from, DateOnly to, IReadOnlyCollection<StockCode> codes, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        (DateOnly, StockCode)[] keys;
        var wanted = codes.ToHashSet();
        lock (_lock)
        {
            keys =
            [
                .. from day in _bars
                   where day.Key >= @from && day.Key <= to
                   from code in day.Value.Keys
                   where wanted.Count == 0 || wanted.Contains(code)
                   select (day.Key, code),
            ];
        }
        await Task.CompletedTask;
        foreach (var key in keys)
            yield return key;
    }

    public Task<DayFigures?> ReadFiguresAsync(DateOnly day, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (!_bars.TryGetValue(day, out var rows))
                return Task.FromResult<DayFigures?>(null);
            BarRow[] counted = [.. rows.Values.Where(r => IsCounted(r.Code))];
            return Task.FromResult(counted.Length == 0 ? null : DayFigures.Of(counted));
        }
    }

    public async IAsyncEnumerable<Bar> ReadBarsAsync(BarQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Bar[] bars;
        lock (_lock)
        {
            var wanted = query.Codes.ToHashSet();
            bars =
            [
                .. _bars.Values.SelectMany(rows => rows.Values)
                    .Where(r => wanted.Count == 0 ? IsCounted(r.Code) : wanted.Contains(r.Code))
                    .Where(r => (query.From is null || r.Date >= query.From) && (query.To is null || r.Date <= query.To))
                    .OrderBy(r => r.Code).ThenBy(r => r.Date).Select(Present),
            ];
        }
        await Task.CompletedTask;
        foreach (var bar in bars)
            yield return bar;
    }

    public Task<IReadOnlyList<SyncDay>> GetDaysAsync(DateOnly? from, DateOnly? to, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<SyncDay>>(
                [.. _days.Where(d => (from is null || d.Key >= from) && (to is null || d.Key <= to)).Select(d => d.Value)]);
        }
    }

    public Task<int> DeleteDaysAsync(IReadOnlyCollection<DateOnly> dates, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (dates.Count == 0)
                return Task.FromResult(0);
            var days = dates.Distinct().Order().Select(date => new SettledDay(date, null, null)).ToArray();
            foreach (var code in _absences.Keys.ToArray())
                _absences[code] = AbsenceIntervals.Replace(_absences[code], days, new Dictionary<DateOnly, DayException>());
            _coverage.RemoveWhere(c => c.From <= days[^1].Date && c.To >= days[0].Date);
            return Task.FromResult(days.Count(d => _days.Remove(d.Date)));
        }
    }

    public Task<IReadOnlyList<Absence>> GetAbsencesAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<Absence>>(
                [.. _absences.Values.SelectMany(list => list).Where(a => a.From <= to && a.To >= from).OrderBy(a => a.Code).ThenBy(a => a.From)]);
        }
    }

    public Task<IReadOnlyList<Absence>> GetDueAbsencesAsync(DateOnly today, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<Absence>>(
            [
                .. _absences.Values.SelectMany(list => list)
                    .Where(a => a.IsAccepted ? a.Note is null && a.CheckOn <= today : a.LastOn < today)
                    .OrderByDescending(a => a.To).ThenBy(a => a.Code).ThenBy(a => a.From),
            ]);
        }
    }

    public Task<IReadOnlyList<StockCoverage>> GetCoverageAsync(DateOnly today, CancellationToken cancellationToken)
    {
        lock (_lock)
            return Task.FromResult<IReadOnlyList<StockCoverage>>([.. _coverage.Where(_ => _coveredOn == today).OrderBy(c => c.Code).ThenBy(c => c.From).ThenBy(c => c.To)]);
    }

    public Task<IReadOnlyList<FailedStock>> GetFailuresAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
            return Task.FromResult<IReadOnlyList<FailedStock>>([.. _failures.Values.OrderBy(f => f.Code, StringComparer.Ordinal).ThenBy(f => f.From)]);
    }

    public Task<int> CountQuarantinedAsync(CancellationToken cancellationToken) => Task.FromResult(_quarantine.Count);

    static DatabaseInfo Info { get; } = new()
    {
        Kind = "Memory",
        Target = "memory",
        ServerVersion = "1",
        SchemaVersion = 1,
        NewestSchema = 1,
        IsWritable = true,
    };

    // Rows of a code that another one has taken the place of stay and count nowhere.
    bool IsCounted(StockCode code) => !_stocks.TryGetValue(code, out var stock) || stock.ReplacedBy is null;

    DayRows Count(SortedDictionary<StockCode, BarRow> rows)
    {
        int all = 0;
        int suspended = 0;
        foreach (var (code, row) in rows)
        {
            if (!IsCounted(code))
                continue;
            all++;
            suspended += row.TradeStatus ? 0 : 1;
        }
        return new DayRows(all, suspended);
    }

    void Write(BarBatch bars, Dictionary<DateOnly, RowCounts> perDay)
    {
        foreach (ref readonly var row in bars.Rows)
        {
            if (!_bars.TryGetValue(row.Date, out var rows))
                _bars.Add(row.Date, rows = []);
            var counts = !rows.TryGetValue(row.Code, out var before) ? new RowCounts(1, 0, 0)
                : Figures(before) == Figures(row) ? new RowCounts(0, 0, 1)
                : new RowCounts(0, 1, 0);
            rows[row.Code] = row;
            perDay[row.Date] = perDay.GetValueOrDefault(row.Date) + counts;
            _quarantine.Remove((row.Date, row.Code));
        }
    }

    static (long, long, long, bool) Figures(in BarRow row) => (row.Close, row.Preclose, row.Volume, row.TradeStatus);

    SyncDay Settle(DayTally tally, StoreCommit commit, Dictionary<DateOnly, RowCounts> perDay)
    {
        var rows = _bars.TryGetValue(tally.Date, out var stored) ? Count(stored) : default;
        var counts = perDay.GetValueOrDefault(tally.Date) + commit.EarlierCounts.GetValueOrDefault(tally.Date);
        return _days[tally.Date] = tally.Settle(
            rows.Rows, rows.Suspended, counts, _days.GetValueOrDefault(tally.Date), commit.RunId, commit.Now);
    }

    void Rewrite(IReadOnlyList<DayTally> tallies)
    {
        if (tallies.Count == 0)
            return;
        var days = tallies.OrderBy(t => t.Date).Select(t => new SettledDay(t.Date, t.Before, t.After)).ToArray();
        var (from, to) = (tallies.Min(t => t.Before ?? t.Date), tallies.Max(t => t.After ?? t.Date));
        var found = tallies.SelectMany(t => t.Exceptions).ToLookup(e => e.Code);
        var known = _absences.Where(a => a.Value.Exists(i => i.From <= to && i.To >= from)).Select(a => a.Key);
        foreach (var code in known.Union(found.Select(f => f.Key)).ToArray())
        {
            var ofStock = new Dictionary<DateOnly, DayException>();
            foreach (var exception in found[code])
                ofStock[exception.Date] = exception;
            var all = _absences.GetValueOrDefault(code) ?? [];
            var near = all.Where(i => i.From <= to && i.To >= from).ToList();
            _absences[code] = [.. all.Except(near).Concat(AbsenceIntervals.Replace(near, days, ofStock)).OrderBy(i => i.From)];
        }
    }

    void Cover(IReadOnlyList<StockCoverage> covered, DateOnly today)
    {
        if (_coveredOn != today)
            _coverage.Clear();
        _coveredOn = today;
        _coverage.UnionWith(covered);
    }

    void Note(StoreCommit commit)
    {
        if (commit.ClearCoverage)
            _coverage.Clear();
        else if (commit.Covered.Count > 0)
            Cover(commit.Covered, Beijing.Day(commit.Now));
        foreach (var over in commit.Resolved)
        {
            string code = over.Code == default ? FailedStock.WholeMarket : over.Code.ToString();
            var (from, to) = (over.From.ToDateTime(TimeOnly.MinValue), over.To.ToDateTime(TimeOnly.MinValue));
            foreach (var key in _failures.Keys.Where(k => k.Code == code && from <= k.From && to >= k.To).ToArray())
                _failures.Remove(key);
        }
        foreach (var failure in commit.Failures)
            _failures[(failure.Code, failure.From, failure.To)] = failure;
        foreach (var row in commit.Quarantined)
            _quarantine.Add((row.Date, row.Code));
        Put(commit.Claims);
        Delete(commit.Settled);
    }

    static Bar Present(BarRow row) => new()
    {
        Code = row.Code.ToString(),
        Exchange = row.Code.Exchange,
        Date = row.Date.ToDateTime(TimeOnly.MinValue),
        Open = Price(row.Open),
        High = Price(row.High),
        Low = Price(row.Low),
        Close = Price(row.Close),
        Preclose = Price(row.Preclose),
        Volume = row.Volume,
        TradeStatus = row.TradeStatus,
    };

    static decimal Price(long scaled) => scaled / (decimal)BarRow.PriceScale;
}
