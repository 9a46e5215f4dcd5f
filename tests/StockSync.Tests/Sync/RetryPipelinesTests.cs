using Microsoft.Extensions.Time.Testing;
using Polly.Retry;
using Polly.Testing;
using StockSync.Engine.Service;
using StockSync.Tests.Fakes;
using Xunit;

namespace StockSync.Tests.Sync;

public class RetryPipelinesTests
{
    static readonly TimeSpan s_min = TimeSpan.FromSeconds(4);
    static readonly TimeSpan s_max = TimeSpan.FromSeconds(10);

    [Fact]
    public void Waits_grow_and_never_leave_their_bounds()
    {
        for (double random = 0; random <= 1; random += 0.05)
        {
            Assert.InRange(RetryPipelines.Wait(0, s_min, s_max, random), s_min, TimeSpan.FromSeconds(5));
            Assert.InRange(RetryPipelines.Wait(1, s_min, s_max, random), TimeSpan.FromSeconds(8), s_max);
            Assert.Equal(s_max, RetryPipelines.Wait(7, s_min, s_max, random));
        }
    }

    [Fact]
    public void One_strategy_makes_the_three_tries()
    {
        var pipeline = RetryPipelines.ForSource(new SyncSettings(), TimeProvider.System, static _ => { }, static () => 0);
        var retry = Assert.IsType<RetryStrategyOptions>(Assert.Single(pipeline.GetPipelineDescriptor().Strategies).Options);
        Assert.Equal(2, retry.MaxRetryAttempts);
    }

    [Fact]
    public async Task A_transient_failure_is_tried_three_times_after_4_and_8_seconds()
    {
        var time = new FakeTimeProvider();
        var tries = new List<TimeSpan>();
        var start = time.GetUtcNow();
        var waits = new List<TimeSpan>();
        var pipeline = RetryPipelines.ForSource(new SyncSettings(), time, waits.Add, static () => 0);
        var run = PassingTime.Run(time, TimeSpan.FromSeconds(1), () => pipeline.ExecuteAsync(_ =>
        {
            tries.Add(time.GetUtcNow() - start);
            throw Error(transient: true);
        }).AsTask());
        await Assert.ThrowsAsync<StockSyncException>(() => run);
        Assert.Equal([0, 4, 12], tries.Select(t => (int)t.TotalSeconds));
        Assert.Equal([4, 8], waits.Select(w => w.TotalSeconds));
    }

    [Theory]
    [InlineData(ErrorIds.SourceRejected)]
    [InlineData(ErrorIds.SourceBanned)]
    public async Task What_cannot_pass_is_not_tried_again(string id)
    {
        int tries = 0;
        var pipeline = RetryPipelines.ForSource(new SyncSettings(), TimeProvider.System, static _ => { }, static () => 0);
        await Assert.ThrowsAsync<StockSyncException>(async () => await pipeline.ExecuteAsync(_ =>
        {
            tries++;
            throw new StockSyncException(id, ErrorKind.Protocol, "no", isTransient: id == ErrorIds.SourceBanned);
        }));
        Assert.Equal(1, tries);
    }

    [Theory]
    [InlineData(0, 12, 63, 70)]
    [InlineData(15, 6, 70, 110)]
    public async Task A_database_is_tried_for_a_minute_however_long_each_try_takes(int seconds, int expected, int shortest, int longest)
    {
        var time = new FakeTimeProvider();
        var start = time.GetUtcNow();
        int tries = 0;
        var run = PassingTime.Run(time, TimeSpan.FromMilliseconds(100), () => RetryPipelines.ForStore(time, static () => 0).ExecuteAsync(async token =>
        {
            tries++;
            await Task.Delay(TimeSpan.FromSeconds(seconds), time, token);
            throw Error(transient: true);
        }).AsTask());
        await Assert.ThrowsAsync<StockSyncException>(() => run);
        Assert.Equal(expected, tries);
        Assert.InRange((time.GetUtcNow() - start).TotalSeconds, shortest, longest);
    }

    static StockSyncException Error(bool transient) =>
        new(ErrorIds.SourceDisconnected, ErrorKind.Connection, "gone", isTransient: transient);
}
