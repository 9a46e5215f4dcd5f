using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;
using StockSync.Engine.RunState;
using StockSync.Engine.Service;
using Xunit;

namespace StockSync.Tests.Sync;

public sealed class UnitRunnerTests : IAsyncDisposable
{
    readonly FakeTimeProvider _time = new();
    readonly FakeSource _source = new();
    readonly StopSignal _stop = new();
    readonly SessionPool _pool;
    readonly StageTimes _times = new();
    int _pauses;

    public UnitRunnerTests() => _pool = new SessionPool(_source);

    public ValueTask DisposeAsync() => _pool.DisposeAsync();

    [Fact]
    public async Task Units_run_in_order_on_one_connection()
    {
        var seen = new ConcurrentQueue<int>();
        var failures = await RunAsync(1, Enumerable.Range(0, 100), (unit, _) => seen.Enqueue(unit));
        Assert.Empty(failures);
        Assert.Equal(Enumerable.Range(0, 100), seen);
        Assert.Equal((1, 1), (_source.Opened, _source.MostOpen));
    }

    [Fact]
    public async Task Never_more_connections_are_open_than_allowed()
    {
        var failures = await RunAsync(3, Enumerable.Range(0, 200), (unit, attempt) =>
        {
            if (unit % 7 == 0 && attempt == 1)
                throw Transient();
        });
        Assert.Empty(failures);
        Assert.InRange(_source.MostOpen, 1, 3);
    }

    [Fact]
    public async Task A_unit_that_waits_for_its_next_try_lets_the_others_go_on()
    {
        var seen = new ConcurrentQueue<int>();
        await RunAsync(1, [0, 1, 2, 3], (unit, attempt) =>
        {
            if (unit == 0 && attempt < 3)
                throw Transient();
            seen.Enqueue(unit);
        });
        Assert.Equal([1, 2, 3, 0], seen);
    }

    [Fact]
    public async Task What_fails_three_times_is_collected_with_its_first_and_last_error()
    {
        var failures = await RunAsync(1, [10, 11, 12], (unit, attempt) =>
        {
            if (unit == 11)
                throw new StockSyncException(ErrorIds.SourceTimeout, ErrorKind.Timeout, $"try {attempt}", isTransient: true);
        });
        var failure = Assert.Single(failures);
        Assert.Equal((11, 3, "try 1", "try 3"), (failure.Unit, failure.Attempts, failure.First.Message, failure.Last.Message));
    }

    [Fact]
    public async Task A_terminal_error_costs_its_unit_one_try()
    {
        var failures = await RunAsync(1, [1, 2], (unit, _) =>
        {
            if (unit == 1)
                throw new StockSyncException(ErrorIds.SourceRejected, ErrorKind.InvalidArgument, "no");
        });
        Assert.Equal(1, Assert.Single(failures).Attempts);
    }

    [Fact]
    public async Task A_ban_stops_everything_but_what_is_under_way()
    {
        int calls = 0;
        await RunAsync(3, Enumerable.Range(0, 1000), (unit, _) =>
        {
            Interlocked.Increment(ref calls);
            if (unit == 5)
                throw new StockSyncException(ErrorIds.SourceBanned, ErrorKind.Limit, "10001011");
        });
        Assert.Equal(ErrorIds.SourceBanned, _stop.Cause?.ErrorId);
        // Others were under way; that none of them sends a frame is the request budget's part.
        Assert.InRange(calls, 6, 40);
    }

    [Fact]
    public async Task An_outage_ends_the_run_in_minutes_not_in_hours()
    {
        int calls = 0;
        var start = _time.GetUtcNow();
        await RunAsync(1, Enumerable.Range(0, 5354), (_, _) =>
        {
            Interlocked.Increment(ref calls);
            throw Transient();
        });
        Assert.Equal(ErrorIds.SourceUnreachable, _stop.Cause?.ErrorId);
        // The ten that opened the circuit, then a probe every fifteen seconds.
        Assert.InRange(calls, 10, 40);
        Assert.InRange((_time.GetUtcNow() - start).TotalMinutes, 5, 6);
        // Most of it went by waiting for the circuit, and is counted as such.
        Assert.InRange(_times.Wait.TotalMinutes, 3, 6);
        Assert.Equal(1, _pauses);
    }

    [Fact]
    public async Task A_service_that_is_back_within_the_outage_budget_costs_a_few_units_their_first_round()
    {
        var back = _time.GetUtcNow().AddMinutes(2);
        var seen = new ConcurrentQueue<int>();
        int calls = 0;
        var failures = await RunAsync(2, Enumerable.Range(0, 500), (unit, _) =>
        {
            Interlocked.Increment(ref calls);
            if (unit >= 100 && _time.GetUtcNow() < back)
                throw Transient();
            seen.Enqueue(unit);
        });
        Assert.Null(_stop.Cause);
        Assert.Equal(500, seen.Count + failures.Count);
        Assert.InRange(failures.Count, 0, 15);
        Assert.InRange(calls, 500, 560);
        Assert.Equal(1, _pauses);
    }

    [Fact]
    public async Task A_service_that_stalls_each_request_for_minutes_is_an_outage_too()
    {
        var start = _time.GetUtcNow();
        var failures = await RunAsync(1, Enumerable.Range(0, 250), (_, _) =>
        {
            _time.Advance(TimeSpan.FromMinutes(2));
            throw Transient();
        });
        Assert.Empty(failures);
        Assert.Equal(ErrorIds.SourceUnreachable, _stop.Cause?.ErrorId);
        Assert.InRange((_time.GetUtcNow() - start).TotalMinutes, 5, 10);
    }

    [Fact]
    public async Task A_service_that_fails_every_second_request_is_not_an_outage()
    {
        int calls = 0;
        var failures = await RunAsync(1, Enumerable.Range(0, 300), (_, _) =>
        {
            if (Interlocked.Increment(ref calls) % 2 == 0)
                throw Transient();
        });
        Assert.Null(_stop.Cause);
        Assert.Equal(0, _pauses);
        Assert.InRange(failures.Count, 0, 60);
    }

    [Fact]
    public async Task One_unit_that_always_stalls_is_not_an_outage()
    {
        var failures = await RunAsync(1, [1], (_, _) =>
        {
            _time.Advance(TimeSpan.FromMinutes(5));
            throw Transient();
        });
        Assert.Null(_stop.Cause);
        Assert.Equal(3, Assert.Single(failures).Attempts);
    }

    [Fact]
    public async Task An_unforeseen_error_costs_its_unit_and_nothing_else()
    {
        var seen = new ConcurrentQueue<int>();
        var failures = await RunAsync(2, Enumerable.Range(0, 100), (unit, _) =>
        {
            if (unit == 3)
                throw new InvalidOperationException("bug");
            seen.Enqueue(unit);
        });
        Assert.Equal((3, ErrorIds.Unexpected), (Assert.Single(failures).Unit, failures[0].Last.ErrorId));
        Assert.Equal(99, seen.Count);
        await _pool.DisposeAsync();
        Assert.Equal(0, _source.Open);
    }

    async Task<IReadOnlyList<UnitFailure<int>>> RunAsync(int throttle, IEnumerable<int> units, Action<int, int> work)
    {
        var settings = new SyncSettings { ThrottleLimit = throttle };
        var retry = RetryPipelines.ForSource(settings, _time, static _ => { }, static () => 0);
        var outage = new OutageGuard(
            settings,
            _time,
            _stop,
            _ =>
            {
                Interlocked.Increment(ref _pauses);
                return default;
            },
            _times.Waited);
        using var runner = new UnitRunner(settings, _pool, retry, outage, _stop, static () => null);
        var attempts = new ConcurrentDictionary<int, int>();
        var run = runner.RunAsync(
            units,
            async (unit, _, _) =>
            {
                await Task.Yield();
                work(unit, attempts.AddOrUpdate(unit, 1, (_, n) => n + 1));
            },
            CancellationToken.None);
        // The clock moves only while everybody waits for it.
        while (await Task.WhenAny(run, Task.Delay(1)) != run)
            _time.Advance(TimeSpan.FromSeconds(1));
        return (await run).Failures;
    }

    static StockSyncException Transient() => new(ErrorIds.SourceDisconnected, ErrorKind.Connection, "gone", isTransient: true);
}
