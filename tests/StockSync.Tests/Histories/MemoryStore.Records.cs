using StockSync.Engine.Sources.Contract;
using StockSync.Engine.Stores.Contract;
using StockSync.Engine.Stores.Sql;

namespace StockSync.Tests.Histories;

/// <summary>Calendar, stock list, claims, runs, tries.</summary>
sealed partial class MemoryStore
{
    readonly SortedDictionary<DateOnly, (bool IsOpen, DateOnly AsOf, int Answers)> _calendar = [];
    readonly SortedDictionary<StockCode, StockEntry> _stocks = [];
    readonly Dictionary<(ClaimKind, string), Claim> _claims = [];
    readonly List<SyncRun> _runs = [];
    readonly Dictionary<(string, DateOnly), int> _reserved = [];
    readonly Dictionary<string, ScheduledAttempt> _attempts = [];
    CopyScope _copy = CopyScope.Unknown;
    ServiceState? _service;
    Lease? _lease;
    long _epoch;

    public Task<IReadOnlyList<CalendarDay>> GetCalendarAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<CalendarDay>>(
                [.. _calendar.Where(d => d.Key >= from && d.Key <= to).Select(d => new CalendarDay(d.Key, d.Value.IsOpen))]);
        }
    }

    public Task PutCalendarAsync(IReadOnlyList<CalendarDay> days, DateOnly asOf, CancellationToken cancellationToken)
    {
        // Days by which the clocks of two machines may differ.
        const int tolerance = 2;
        lock (_lock)
        {
            foreach (var (day, isOpen) in days)
            {
                if (!_calendar.TryGetValue(day, out var known))
                    _calendar.Add(day, (isOpen, asOf, 1));
                else if (known.AsOf > asOf.AddDays(tolerance) || (known.AsOf <= asOf && known.IsOpen != isOpen))
                    _calendar[day] = (isOpen, asOf, 1);
                else if (known.AsOf <= asOf)
                    _calendar[day] = (isOpen, asOf, known.Answers + (known.AsOf < asOf ? 1 : 0));
            }
        }
        return Task.CompletedTask;
    }

    public Task<int> CountPlannedDaysAsync(DateOnly from, DateOnly to, DateOnly today, CancellationToken cancellationToken)
    {
        lock (_lock)
            return Task.FromResult(_calendar.Count(d => d.Key >= from && d.Key <= to && IsPlanned(d.Key, d.Value, today)));
    }

    static bool IsPlanned(DateOnly day, (bool IsOpen, DateOnly AsOf, int Answers) known, DateOnly today) =>
        (known.AsOf < day && known.AsOf != today) || known.AsOf > today
        || (!known.IsOpen && known.Answers < 2 && known.AsOf != today && day <= today && day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday));

    public Task<IReadOnlyList<StockEntry>> GetStocksAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
            return Task.FromResult<IReadOnlyList<StockEntry>>([.. _stocks.Values]);
    }

    public Task PutStocksAsync(IReadOnlyList<StockEntry> stocks, IReadOnlyList<Absence> expected, DateTime now, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            foreach (var stock in stocks)
                _stocks[stock.Code] = stock with { ReplacedBy = _stocks.TryGetValue(stock.Code, out var known) ? known.ReplacedBy : null };
            foreach (var absence in expected)
                Expect(absence);
        }
        return Task.CompletedTask;
    }

    // The recorded days open for the stock from this moment.
    void Expect(Absence absence)
    {
        if (!_absences.TryGetValue(absence.Code, out var list))
            _absences.Add(absence.Code, list = []);
        list.RemoveAll(a => a.From == absence.From);
        list.Add(absence);
        list.Sort((left, right) => left.From.CompareTo(right.From));
        foreach (var (date, day) in _days.Where(d => absence.Covers(d.Key) && !Has(absence.Code, d.Key)).ToArray())
        {
            _days[date] = new SyncDay
            {
                Date = day.Date,
                Status = day.Status == SyncDayStatus.Completed ? SyncDayStatus.Partial : day.Status,
                Expected = day.Expected + 1,
                Stored = day.Stored,
                Suspended = day.Suspended,
                Late = day.Late + 1,
                Waiting = day.Waiting,
                Failed = day.Failed,
                Quarantined = day.Quarantined,
                Inserted = day.Inserted,
                Updated = day.Updated,
                Unchanged = day.Unchanged,
                Attempts = day.Attempts,
                Answers = day.Answers,
                AnsweredOn = day.AnsweredOn,
                ListSize = day.ListSize,
                Note = day.Note,
                RunId = day.RunId,
                SettledAt = day.SettledAt,
                Reason = $"{day.Late + 1} late",
            };
        }
    }

    public Task<IReadOnlyList<Claim>> GetClaimsAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<Claim>>(
                [.. _claims.Values.OrderBy(c => c.LastOn).ThenBy(c => c.Kind.ToString(), StringComparer.Ordinal).ThenBy(c => c.Subject, StringComparer.Ordinal)]);
        }
    }

    public Task PutClaimsAsync(IReadOnlyList<Claim> claims, CancellationToken cancellationToken)
    {
        lock (_lock)
            Put(claims);
        return Task.CompletedTask;
    }

    public Task DeleteClaimsAsync(IReadOnlyList<Claim> claims, CancellationToken cancellationToken)
    {
        lock (_lock)
            Delete(claims);
        return Task.CompletedTask;
    }

    void Put(IReadOnlyList<Claim> claims)
    {
        foreach (var claim in claims)
        {
            _claims[(claim.Kind, claim.Subject)] = _claims.TryGetValue((claim.Kind, claim.Subject), out var known) && known.Digest == claim.Digest
                ? claim with
                {
                    Answers = known.Answers + (known.LastOn < claim.LastOn ? 1 : 0),
                    FirstOn = known.FirstOn,
                    AcceptedAt = claim.AcceptedAt ?? known.AcceptedAt,
                    Note = claim.Note ?? known.Note,
                }
                : claim with { Answers = 1 };
        }
    }

    void Delete(IReadOnlyList<Claim> claims)
    {
        foreach (var claim in claims)
            _claims.Remove((claim.Kind, claim.Subject));
    }

    public Task<CopyScope> GetCopyAsync(CancellationToken cancellationToken) => Task.FromResult(_copy);

    public Task PutCopyAsync(CopyScope scope, CancellationToken cancellationToken)
    {
        _copy = scope with { Codes = scope.IsWhole == true ? new HashSet<StockCode>() : _copy.Codes.Union(scope.Codes).ToHashSet() };
        return Task.CompletedTask;
    }

    public Task AddRunAsync(SyncRun run, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (!_runs.Exists(r => r.RunId == run.RunId))
                _runs.Add(run);
        }
        return Task.CompletedTask;
    }

    public Task<SyncRun?> EndRunAsync(RunEnd end, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (end.Service is { } service)
                _service = service;
            if (end.Released is { } lease && _lease == lease)
                _lease = null;
            if (end.Unused is { } unused)
                _reserved[(unused.Endpoint, unused.BeijingDay)] -= unused.Count;
            int at = _runs.FindIndex(r => r.RunId == end.RunId);
            if (at < 0)
                return Task.FromResult<SyncRun?>(null);
            var begun = _runs[at];
            _runs[at] = new SyncRun
            {
                RunId = begun.RunId,
                Kind = begun.Kind,
                Status = end.Status,
                StartedAt = begun.StartedAt,
                EndedAt = end.Now,
                Slot = begun.Slot,
                Requests = end.Counters.Requests,
                Message = end.Message,
                ErrorId = end.ErrorId,
            };
            return Task.FromResult<SyncRun?>(_runs[at]);
        }
    }

    public Task<IReadOnlyList<SyncRun>> GetRunsAsync(bool activeOnly, int limit, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<SyncRun>>(
                [.. _runs.AsEnumerable().Reverse().Where(r => !activeOnly || r.Status == SyncRunStatus.Running).Take(limit)]);
        }
    }

    public Task<IReadOnlyList<SyncRun>> GetRunsSinceAsync(DateTime since, CancellationToken cancellationToken)
    {
        lock (_lock)
            return Task.FromResult<IReadOnlyList<SyncRun>>([.. _runs.AsEnumerable().Reverse().Where(r => r.StartedAt >= since)]);
    }

    public Task<Lease> AcquireLeaseAsync(
        string runId, LeaseOwner owner, TimeSpan expiry, Func<LeaseOwner, bool> isDead, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return _lease is null
                ? Task.FromResult(_lease = new Lease(runId, ++_epoch))
                : throw new StockSyncException(ErrorIds.RunActive, ErrorKind.Busy, $"{_lease.RunId} is active");
        }
    }

    public Task<bool> RenewLeaseAsync(Lease lease, CancellationToken cancellationToken) => Task.FromResult(_lease == lease);

    public Task ReleaseLeaseAsync(Lease lease, CancellationToken cancellationToken)
    {
        lock (_lock)
            _lease = _lease == lease ? null : _lease;
        return Task.CompletedTask;
    }

    public Task<int> ReserveRequestsAsync(string endpoint, DateOnly beijingDay, int count, int budget, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            int before = _reserved.GetValueOrDefault((endpoint, beijingDay));
            int granted = count < 0 ? Math.Max(count, -before) : Math.Clamp(budget - before, 0, count);
            _reserved[(endpoint, beijingDay)] = before + granted;
            return Task.FromResult(granted);
        }
    }

    public Task<int> GetReservedRequestsAsync(string endpoint, DateOnly beijingDay, CancellationToken cancellationToken)
    {
        lock (_lock)
            return Task.FromResult(_reserved.GetValueOrDefault((endpoint, beijingDay)));
    }

    public Task<IReadOnlyList<DayRequests>> GetRequestsAsync(string endpoint, DateOnly from, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<DayRequests>>(
                [.. _reserved.Where(r => r.Key.Item2 >= from).OrderBy(r => r.Key.Item2).Select(r => new DayRequests(r.Key.Item2, r.Value))]);
        }
    }

    public Task<ServiceState> GetServiceAsync(string endpoint, CancellationToken cancellationToken) =>
        Task.FromResult(_service is { } known && known.Endpoint == endpoint ? known : new ServiceState { Endpoint = endpoint });

    public Task PutServiceAsync(ServiceState state, CancellationToken cancellationToken)
    {
        _service = state;
        return Task.CompletedTask;
    }

    public Task SaveAttemptAsync(ScheduledAttempt made, AlertChanges alerts, CancellationToken cancellationToken)
    {
        lock (_lock)
            _attempts[made.AttemptId] = made;
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<ScheduledAttempt>> GetAttemptsAsync(DateTime since, int limit, CancellationToken cancellationToken)
    {
        lock (_lock)
            return Task.FromResult<IReadOnlyList<ScheduledAttempt>>([.. _attempts.Values.Where(t => t.StartedAt >= since).OrderByDescending(t => t.StartedAt).Take(limit)]);
    }

    // Nobody is told of anything here.
    public Task<IReadOnlyList<SyncAlert>> GetAlertsAsync(bool openOnly, int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<SyncAlert>>([]);

    public Task ApplyAlertsAsync(AlertChanges changes, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<IReadOnlyList<AlertDelivery>> ClaimMessagesAsync(DateTime now, TimeSpan claim, int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<AlertDelivery>>([]);

    public Task RecordDeliveryAsync(AlertDelivery delivery, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<IReadOnlyList<AlertDelivery>> GetDeliveriesAsync(bool pendingOnly, int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<AlertDelivery>>([]);

    public Task<RunTotals> GetTotalsAsync(CancellationToken cancellationToken) => Task.FromResult(new RunTotals(_runs.Count, 0, 0));

    public Task PutSizeAsync(DateOnly beijingDay, long? bytes, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<IReadOnlyList<DaySize>> GetSizesAsync(DateOnly from, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<DaySize>>([]);
}
