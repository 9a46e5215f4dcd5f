using System.Globalization;
using Polly;
using Polly.CircuitBreaker;
using StockSync.Engine.Resources;

namespace StockSync.Engine.Service;

/// <summary>
/// Stands around every single attempt. When most attempts of the last seconds failed, the circuit opens: nothing is sent but one probe now
/// and then, and the run goes on by itself when one is answered. When the service has been silent for the settings' outage budget, the run
/// is stopped with one clear error instead of waiting for each unit in turn. Thread-safe; one per run.
/// </summary>
sealed class OutageGuard
{
    // A service in trouble fails some requests; one that is down fails them all. (Answers of the last seconds before it went down count too.)
    const double FailureRatio = 0.75;

    static readonly TimeSpan s_window = TimeSpan.FromSeconds(10);

    // The shortest that Polly takes.
    static readonly TimeSpan s_shortestBreak = TimeSpan.FromMilliseconds(500);

    readonly SyncSettings _settings;
    readonly TimeProvider _time;
    readonly StopSignal _stop;
    readonly ResiliencePipeline _breaker;
    readonly Action<TimeSpan>? _onWait;
    readonly Lock _lock = new();
    long? _silentSince;
    int _failures;
    object? _firstUnit;
    bool _hitsSeveral;
    StockSyncException? _last;

    /// <param name="settings">Its <see cref="SyncSettings.OutageLimit"/> opens the circuit, its <see cref="SyncSettings.OutageBudget"/> ends the run.</param>
    /// <param name="time">The clock of the run.</param>
    /// <param name="stop">Told when the budget is over.</param>
    /// <param name="onPause">Called when the circuit opens for the first time of an outage.</param>
    /// <param name="onWait">Told of each wait of a unit for the circuit.</param>
    public OutageGuard(
        SyncSettings settings, TimeProvider time, StopSignal stop, Func<StockSyncException, ValueTask> onPause, Action<TimeSpan>? onWait = null)
    {
        _onWait = onWait;
        _settings = settings;
        _time = time;
        _stop = stop;
        var shortBreak = settings.OutageBudget / 20;
        bool isPaused = false;
        _breaker = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions
            {
                FailureRatio = FailureRatio,
                MinimumThroughput = Math.Max(2, settings.OutageLimit),
                SamplingDuration = s_window,
                BreakDuration = shortBreak > s_shortestBreak ? shortBreak : s_shortestBreak,
                ShouldHandle = new PredicateBuilder().Handle<StockSyncException>(IsSilence),
                OnOpened = async arguments =>
                {
                    bool isFirst = !isPaused;
                    isPaused = true;
                    if (isFirst && arguments.Outcome.Exception is StockSyncException cause)
                        await onPause(cause);
                },
                OnClosed = _ =>
                {
                    isPaused = false;
                    return default;
                },
            })
            .Build();
    }

    /// <summary>Makes one attempt, now or when the circuit lets it through.</summary>
    /// <param name="unit">What is tried: one unit that always fails is not an outage.</param>
    /// <param name="attempt">The attempt.</param>
    /// <param name="cancellationToken">Ends the waiting too.</param>
    /// <exception cref="StockSyncException">What the attempt met, or <see cref="ErrorIds.SourceUnreachable"/> when the outage outlasted its budget.</exception>
    public async Task ExecuteAsync(object unit, Func<CancellationToken, Task> attempt, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_stop.Cause is { } over)
                throw over;
            lock (_lock)
                _silentSince ??= _time.GetTimestamp();
            try
            {
                await _breaker.ExecuteAsync(async token => await attempt(token), cancellationToken);
                Answered();
                return;
            }
            catch (BrokenCircuitException e)
            {
                StopWhenOver();
                var wait = e.RetryAfter is { } left && left > s_shortestBreak ? left : s_shortestBreak;
                if (_stop.IsRequested)
                    continue;
                await Task.Delay(wait, _time, cancellationToken);
                _onWait?.Invoke(wait);
            }
            catch (StockSyncException e)
            {
                if (IsSilence(e))
                    Failed(unit, e);
                else
                    Answered();
                throw;
            }
        }
    }

    static bool IsSilence(StockSyncException e) => e.IsTransient && !e.StopsEverything;

    void Answered()
    {
        lock (_lock)
            (_silentSince, _failures, _firstUnit, _hitsSeveral) = (null, 0, null, false);
    }

    void Failed(object unit, StockSyncException e)
    {
        lock (_lock)
        {
            _last = e;
            _failures++;
            _firstUnit ??= unit;
            _hitsSeveral |= !_firstUnit.Equals(unit);
        }
        StopWhenOver();
    }

    void StopWhenOver()
    {
        lock (_lock)
        {
            if (!_hitsSeveral || _silentSince is not { } since || _time.GetElapsedTime(since) < _settings.OutageBudget)
                return;
            _stop.Request(new StockSyncException(
                ErrorIds.SourceUnreachable,
                ErrorKind.Connection,
                string.Format(CultureInfo.CurrentCulture, SyncStrings.Outage, _failures, _settings.OutageBudget.TotalMinutes, _last!.Message),
                SyncStrings.OutageAdvice,
                inner: _last));
        }
    }
}
