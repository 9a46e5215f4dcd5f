using StockSync.Engine.Sources.Contract;
using Xunit;

namespace StockSync.Tests.Sources;

/// <summary>Answers that end too early, take too long or never come.</summary>
public sealed class SessionDeadlineTests
{
    [Fact]
    public async Task An_answer_cut_off_at_any_byte_is_a_disconnection()
    {
        byte[] whole = ProtocolVector.Named("market-day").Answer;
        for (int length = 0; length < whole.Length; length++)
        {
            SessionRig rig = null!;
            rig = new SessionRig(_ =>
            {
                rig.Connection.Ends = true;
                return whole[..length];
            });
            var session = await rig.OpenAsync();
            var into = new BarBatch();

            var error = await Assert.ThrowsAsync<StockSyncException>(() => session.GetMarketDayAsync(SessionRig.Day, into, default));

            Assert.Equal((ErrorIds.SourceDisconnected, true), (error.ErrorId, error.IsTransient));
            Assert.Equal(0, into.Count);
            Assert.False(session.IsUsable);
            Assert.True(rig.Connection.IsDisposed);
        }
    }

    [Fact]
    public async Task Silence_ends_a_request_after_the_read_timeout()
    {
        var rig = new SessionRig(_ => []);
        var session = await rig.OpenAsync();
        var asked = session.GetStocksAsync(0, default);
        await rig.Connection.IsWaiting.Task;

        rig.Time.Advance(TimeSpan.FromSeconds(29.9));
        Assert.False(asked.IsCompleted);
        rig.Time.Advance(TimeSpan.FromSeconds(0.2));

        await SessionAssert.TimeoutAsync(rig, session, asked);
        Assert.Equal([TimeSpan.FromSeconds(30.1)], rig.Gate.Failures);
    }

    [Fact]
    public async Task Each_byte_gives_new_time_but_the_whole_answer_has_a_limit()
    {
        var rig = new SessionRig(_ => []);
        var session = await rig.OpenAsync();
        var asked = session.GetStocksAsync(0, default);
        for (int i = 0; i < 5; i++)
        {
            await rig.Connection.IsWaiting.Task;
            Assert.False(asked.IsCompleted);
            rig.Time.Advance(TimeSpan.FromSeconds(20));
            rig.Connection.Deliver("0"u8);
            await rig.Connection.TakenAsync();
        }
        await rig.Connection.IsWaiting.Task;
        rig.Time.Advance(TimeSpan.FromSeconds(20));

        await SessionAssert.TimeoutAsync(rig, session, asked);
    }

    [Fact]
    public async Task A_market_day_may_take_minutes_before_its_first_byte_but_not_between_two()
    {
        var rig = new SessionRig(_ => []);
        var session = await rig.OpenAsync();
        var asked = session.GetMarketDayAsync(SessionRig.Day, new BarBatch(), default);
        await rig.Connection.IsWaiting.Task;
        rig.Time.Advance(TimeSpan.FromSeconds(200));
        Assert.False(asked.IsCompleted);
        rig.Connection.Deliver("0"u8);
        await rig.Connection.TakenAsync();
        await rig.Connection.IsWaiting.Task;

        rig.Time.Advance(TimeSpan.FromSeconds(31));

        await SessionAssert.TimeoutAsync(rig, session, asked);
    }
}
