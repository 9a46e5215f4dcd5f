using StockSync.Engine.Market;
using StockSync.Engine.Resources;
using StockSync.Engine.Sources.Contract;
using StockSync.Engine.Stores.Contract;
using StockSync.Engine.Telemetry;

namespace StockSync.Engine.Service;

/// <summary>
/// Every request passes here before its frame is sent: the budget of the Beijing day (shared by all runs through the store), the run's own
/// limit, the <see cref="RateLimiter"/>, and the stop at the first sign of a ban. Counts what was sent and received. Thread-safe; one per run.
/// </summary>
sealed class RequestBudget : IRequestGate, IDisposable
{
    // Taken from the store at a time. A process that is killed loses at most this many of the day's 45,000.
    const int Block = 20;

    readonly SyncSettings _settings;
    readonly BeijingClock _clock;
    readonly string _endpoint;
    readonly int? _maxRequests;
    readonly SemaphoreSlim _turn = new(1, 1);
    readonly Dictionary<RequestKind, AnswerTimes> _answers = [];
    readonly LatencyHistogram _barLatency = new();
    readonly Lock _lock = new();
    readonly RateLimiter _rate;
    IServiceStore? _store;
    DateOnly _day;
    int _reserved;
    int _uncounted;
    int _requests;
    long _bytesIn;
    long _bytesOut;
    long _fetchTicks;
    long _failedTicks;
    int _errors;

    public RequestBudget(SyncSettings settings, BeijingClock clock, string endpoint, int? maxRequests)
    {
        _settings = settings;
        _clock = clock;
        _endpoint = endpoint;
        _maxRequests = maxRequests;
        _day = clock.Today;
        _rate = new RateLimiter(settings.MaxRequestsPerSecond, clock.Time);
    }

    /// <summary>Frames sent.</summary>
    public int Requests => Volatile.Read(ref _requests);

    public long BytesIn => Interlocked.Read(ref _bytesIn);

    public long BytesOut => Interlocked.Read(ref _bytesOut);

    /// <summary>Frames that brought no answer that could be used.</summary>
    public int Errors => Volatile.Read(ref _errors);

    /// <summary>Time in which answers were awaited, over all connections.</summary>
    public TimeSpan FetchTime => new(Interlocked.Read(ref _fetchTicks));

    /// <summary>Time of it that was waited in vain.</summary>
    public TimeSpan FailedTime => new(Interlocked.Read(ref _failedTicks));

    /// <summary>The code of the answer that banned us, or null.</summary>
    public string? BannedBy { get; private set; }

    /// <summary>From now on frames are charged to the store's budget, those already sent included.</summary>
    public async Task AttachAsync(IServiceStore store, CancellationToken cancellationToken)
    {
        _store = store;
        if (_uncounted > 0)
            await store.ReserveRequestsAsync(_endpoint, _day, _uncounted, int.MaxValue, cancellationToken);
        _uncounted = 0;
    }

    /// <summary>
    /// Takes the first requests from the budget, beside what else the database is asked for: the first frame need not wait for them.
    /// </summary>
    public async Task PrepareAsync(IServiceStore store, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_store is not null)
                await ReserveAsync(store, cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask PassAsync(RequestKind kind, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            ThrowIfBanned();
            if (_requests >= _maxRequests)
                throw new StockSyncException(ErrorIds.BudgetSpent, ErrorKind.Limit, SyncStrings.FormatMaxRequestsReached(_maxRequests));
            await ChargeAsync(cancellationToken);
            await _rate.WaitAsync(cancellationToken);
            ThrowIfBanned();
            Interlocked.Increment(ref _requests);
            SyncTelemetry.Requests.Add(1, KindTag(kind));
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Completed(RequestKind kind, int bytesOut, long bytesIn, TimeSpan elapsed)
    {
        Interlocked.Add(ref _bytesIn, bytesIn);
        Interlocked.Add(ref _bytesOut, bytesOut);
        Interlocked.Add(ref _fetchTicks, elapsed.Ticks);
        SyncTelemetry.SourceLatency.Record(elapsed.TotalSeconds, KindTag(kind));
        lock (_lock)
        {
            if (kind is RequestKind.MarketDay or RequestKind.StockRange)
                _barLatency.Add(elapsed);
        }
    }

    public void Answered(RequestKind kind, TimeSpan elapsed)
    {
        lock (_lock)
            _answers[kind] = Answers(kind).With(elapsed);
    }

    public void Failed(TimeSpan elapsed)
    {
        Interlocked.Increment(ref _errors);
        Interlocked.Add(ref _failedTicks, elapsed.Ticks);
        Interlocked.Add(ref _fetchTicks, elapsed.Ticks);
    }

    public void Banned(string errorCode) => BannedBy ??= errorCode;

    /// <summary>The usable answers of that kind in this run.</summary>
    public AnswerTimes Answers(RequestKind kind)
    {
        lock (_lock)
            return _answers.GetValueOrDefault(kind);
    }

    /// <summary>Seconds that a share of all answers with bars did not exceed in this run, or null.</summary>
    public double? BarLatency(double share)
    {
        lock (_lock)
            return _barLatency.Percentile(share);
    }

    /// <summary>What was reserved and not used, to be given back; null for nothing. Told once.</summary>
    public UnusedRequests? TakeUnused()
    {
        int rest = Interlocked.Exchange(ref _reserved, 0);
        return _store is not null && rest > 0 ? new UnusedRequests(_endpoint, _day, rest) : null;
    }

    /// <summary>Gives what was reserved and not used back to the day's budget. In one attempt: given back twice it would be more than there is.</summary>
    public async Task GiveBackAsync(IServiceStore store, CancellationToken cancellationToken)
    {
        if (TakeUnused() is { } unused)
            await store.ReserveRequestsAsync(unused.Endpoint, unused.BeijingDay, -unused.Count, int.MaxValue, cancellationToken);
    }

    public void Dispose() => _turn.Dispose();

    async Task ChargeAsync(CancellationToken cancellationToken)
    {
        if (_store is null)
        {
            _uncounted++;
            return;
        }
        await ReserveAsync(_store, cancellationToken);
        if (_reserved == 0)
            throw new StockSyncException(
                ErrorIds.BudgetSpent,
                ErrorKind.Limit,
                SyncStrings.FormatBudgetSpent(_settings.DailyBudget, _endpoint, $"{_day.AddDays(1):yyyy-MM-dd} 00:00"),
                SyncStrings.BudgetSpentAdvice,
                _endpoint);
        _reserved--;
    }

    // A block of the day's budget, where none is in hand.
    async Task ReserveAsync(IServiceStore store, CancellationToken cancellationToken)
    {
        if (_clock.Today != _day)
        {
            // Midnight in Beijing: a new budget. What was left over of yesterday's reservation is of no use to anybody.
            _day = _clock.Today;
            _reserved = 0;
        }
        if (_reserved == 0)
            _reserved = Math.Max(0, await store.ReserveRequestsAsync(_endpoint, _day, Block, _settings.DailyBudget, cancellationToken));
    }

    static KeyValuePair<string, object?> KindTag(RequestKind kind) => new("kind", kind.ToString());

    void ThrowIfBanned()
    {
        if (BannedBy is { } code)
            throw BanError(code);
    }

    public StockSyncException BanError(string code) => new(
        ErrorIds.SourceBanned,
        ErrorKind.Limit,
        SyncStrings.FormatBanned(_endpoint, code),
        SyncStrings.FormatBannedAdvice(_settings.BanCooldown.TotalHours),
        _endpoint);
}

/// <summary>Spaces requests evenly. Not thread-safe: its owner lets one caller in at a time.</summary>
/// <param name="perSecond">Requests per second; 0 or less for no limit.</param>
/// <param name="time">Measures and waits.</param>
sealed class RateLimiter(double perSecond, TimeProvider time)
{
    long _next;

    /// <summary>Waits until the next request may be sent.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        if (perSecond <= 0)
            return;
        long now = time.GetTimestamp();
        if (_next > now)
            await Task.Delay(time.GetElapsedTime(now, _next), time, cancellationToken);
        _next = Math.Max(_next, now) + (long)(time.TimestampFrequency / perSecond);
    }
}
