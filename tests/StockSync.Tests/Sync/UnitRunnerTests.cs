using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;
using StockSync.Engine.Sync;
using Xunit;

namespace StockSync.Tests.Sync;

public sealed class UnitRunnerTests : IAsyncDisposable
{
    readonly FakeTimeProvider _time = new();
    readonly FakeSource _source = new();
    readonly RunStop _stop = new();
    readonly SessionPool _pool;

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
    public async Task A_ban_stops_everything_after_the_frame_that_met_it()
    {
        int calls = 0;
        await RunAsync(3, Enumerable.Range(0, 1000), (unit, _) =>
        {
            Interlocked.Increment(ref calls);
            if (unit == 5)
                throw new StockSyncException(ErrorIds.SourceBanned, ErrorKind.Limit, "10001011");
        });
        Assert.Equal(ErrorIds.SourceBanned, _stop.Cause?.ErrorId);
        Assert.InRange(calls, 6, 9);
    }

    [Fact]
    public async Task An_outage_ends_the_run_in_seconds_not_in_hours()
    {
        int calls = 0;
        var start = _time.GetUtcNow();
        await RunAsync(1, Enumerable.Range(0, 5354), (_, _) =>
        {
            Interlocked.Increment(ref calls);
            throw Transient();
        });
        Assert.Equal(ErrorIds.SourceUnreachable, _stop.Cause?.ErrorId);
        // Three tries of the ten that failed, and what waited with them.
        Assert.InRange(calls, 10, 60);
        Assert.InRange((_time.GetUtcNow() - start).TotalMinutes, 0, 5);
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
        var retry = RetryPipelines.ForSource(settings, _time, static () => { }, static () => 0);
        using var runner = new UnitRunner(settings, _pool, retry, _stop, static () => null);
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
        return await run;
    }

    static StockSyncException Transient() => new(ErrorIds.SourceDisconnected, ErrorKind.Connection, "gone", isTransient: true);
}
