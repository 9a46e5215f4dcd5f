using StockSync.Engine.Sources.Contract;
using Xunit;

namespace StockSync.Tests.Sources;

/// <summary>The life of a session: login, frames through the gate, logout.</summary>
public sealed class BaostockSessionTests
{
    static readonly StockCode s_code = new(2001);
    static readonly DateOnly s_from = new(2026, 11, 1), s_to = new(2026, 11, 30);

    [Fact]
    public async Task Login_and_logout_are_the_frames_of_the_vectors_in_Beijing_time()
    {
        var rig = new SessionRig(_ => null);
        var session = await rig.OpenAsync();
        Assert.True(session.IsUsable);
        await session.DisposeAsync();

        Assert.Equal(ProtocolVector.Named("login").Request, rig.Connection.Requests[0]);
        Assert.Equal(ProtocolVector.Named("logout").Request, rig.Connection.Requests[1]);
        Assert.Equal([RequestKind.Login, RequestKind.Logout], rig.Gate.Passed);
        Assert.False(session.IsUsable);
        Assert.True(rig.Connection.IsDisposed);
    }

    [Fact]
    public async Task Every_frame_passes_the_gate_and_reports_what_it_cost()
    {
        SessionRig rig = null!;
        rig = new SessionRig(request =>
        {
            rig.Time.Advance(TimeSpan.FromSeconds(7));
            return ServiceFrame.Answer(request, "", "");
        });
        await using var session = await rig.OpenAsync();

        await session.GetCalendarAsync(s_from, s_to, default);
        await session.GetStocksAsync(0, default);
        await session.GetListedStocksAsync(s_to, default);
        await session.GetStockRangeAsync(s_code, s_from, s_to, new BarBatch(), default);
        await session.GetMarketDayAsync(s_to, new BarBatch(), default);
        await session.GetAdjustFactorsAsync(s_code, s_from, s_to, default);
        await session.GetAdjustFactorsOfDayAsync(s_to, default);

        Assert.Equal([RequestKind.Login, RequestKind.Calendar, RequestKind.StockList, RequestKind.DayList, RequestKind.StockRange, RequestKind.MarketDay, RequestKind.StockFactors, RequestKind.DayFactors], rig.Gate.Passed);
        Assert.Equal(rig.Gate.Passed, rig.Gate.Completions.Select(c => c.Kind));
        Assert.Equal(rig.Connection.Requests.Select(r => r.Length), rig.Gate.Completions.Select(c => c.BytesOut));
        Assert.All(rig.Gate.Completions, c => Assert.True(c.BytesIn > 40));
        Assert.Equal(TimeSpan.FromSeconds(7), rig.Gate.Completions[1].Elapsed);
    }

    [Fact]
    public async Task A_frame_that_the_gate_holds_back_is_not_sent_and_harms_nothing()
    {
        var rig = new SessionRig(request => ServiceFrame.Answer(request, "", ""));
        var session = await rig.OpenAsync();
        rig.Gate.Before = _ => throw new StockSyncException(ErrorIds.BudgetSpent, ErrorKind.Limit, "spent");

        var error = await Assert.ThrowsAsync<StockSyncException>(() => session.GetStocksAsync(0, default));

        Assert.Equal(ErrorIds.BudgetSpent, error.ErrorId);
        Assert.True(session.IsUsable);
        await session.DisposeAsync();
        Assert.Single(rig.Connection.Requests);
    }

    [Fact]
    public async Task Cancelling_ends_the_session_and_stays_a_cancellation()
    {
        var rig = new SessionRig(_ => []);
        var session = await rig.OpenAsync();
        using var cancel = new CancellationTokenSource();
        var asked = session.GetStocksAsync(0, cancel.Token);
        await rig.Connection.IsWaiting.Task;

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        Assert.False(session.IsUsable);
        Assert.True(rig.Connection.IsDisposed);
        await session.DisposeAsync();
        Assert.Equal(2, rig.Connection.Requests.Count);
    }

    [Fact]
    public async Task A_logout_without_an_answer_is_given_up_after_two_seconds()
    {
        var rig = new SessionRig(_ => []) { AnswerLogout = false };
        var session = await rig.OpenAsync();
        var closing = session.DisposeAsync().AsTask();
        await rig.Connection.IsWaiting.Task;
        Assert.False(closing.IsCompleted);

        rig.Time.Advance(TimeSpan.FromSeconds(2.1));

        await closing;
        Assert.True(rig.Connection.IsDisposed);
    }

    [Fact]
    public async Task A_logout_that_fails_is_no_error()
    {
        foreach (byte[]? answer in (byte[]?[])[null, ServiceFrame.Error("10001010"), ServiceFrame.Error("10001001"), "x"u8.ToArray()])
        {
            SessionRig rig = null!;
            rig = new SessionRig(_ =>
            {
                rig.Connection.Ends = true;
                return answer;
            }) { AnswerLogout = false };
            var session = await rig.OpenAsync();

            await session.DisposeAsync();
            await session.DisposeAsync();

            Assert.True(rig.Connection.IsDisposed);
        }
    }

    [Fact]
    public async Task A_session_that_is_disposed_of_under_a_request_just_closes()
    {
        var rig = new SessionRig(_ => []);
        var session = await rig.OpenAsync();
        var asked = session.GetStocksAsync(0, default);
        await rig.Connection.IsWaiting.Task;

        await session.DisposeAsync();

        Assert.True(rig.Connection.IsDisposed);
        Assert.Equal([RequestKind.Login, RequestKind.StockList], rig.Gate.Passed);
        rig.Connection.Ends = true;
        rig.Connection.Deliver([]);
        await Assert.ThrowsAsync<StockSyncException>(() => asked);
    }

    [Fact]
    public async Task A_second_request_at_the_same_time_is_a_mistake_of_the_caller()
    {
        var rig = new SessionRig(_ => []);
        var session = await rig.OpenAsync();
        _ = session.GetStocksAsync(0, default);

        await Assert.ThrowsAsync<InvalidOperationException>(() => session.GetStocksAsync(0, default));
    }
}
