using StockSync.Engine.Sources.Baostock.Protocol;
using StockSync.Engine.Sources.Contract;
using Xunit;

namespace StockSync.Tests.Sources;

/// <summary>Answers to other requests and bytes nobody asked for: never taken for what was asked.</summary>
public sealed class SessionMixUpTests
{
    static readonly StockCode s_code = new(2001);
    static readonly DateOnly s_from = new(2026, 11, 1), s_to = new(2026, 11, 30);

    public static TheoryData<int, string> Echoes => new()
    {
        { 2, "query_stock_basic" },
        { 3, "somebody" },
        { 4, "2" },
        { 5, "2000" },
        { 7, "sz.002002" },
        { 9, "2026-11-02" },
        { 10, "2026-11-29" },
        { 11, "w" },
        { 12, "2" },
    };

    [Theory]
    [MemberData(nameof(Echoes))]
    public async Task An_answer_to_another_request_is_never_accepted(int slot, string value)
    {
        var rig = new SessionRig(request =>
        {
            var fields = ServiceFrame.Split(request).Fields;
            string[] slots = ["0", "success", .. fields[..4], "", .. fields[4..]];
            slots[slot] = value;
            return ServiceFrame.Compressed("96", slots);
        });
        var session = await rig.OpenAsync();

        await SessionAssert.ProtocolAsync(
            slot < 4 ? ProtocolFault.Method : ProtocolFault.Echo,
            session,
            () => session.GetStockRangeAsync(s_code, s_from, s_to, new BarBatch(), default));
    }

    [Fact]
    public async Task The_market_day_of_another_day_is_never_accepted()
    {
        string row = SessionRig.Row(s_to.AddDays(-1));
        var session = await new SessionRig(request => ServiceFrame.Answer(request, row, Query.BarFields)).OpenAsync();

        await SessionAssert.ProtocolAsync(ProtocolFault.ForeignRow, session, () => session.GetMarketDayAsync(s_to, new BarBatch(), default));
    }

    [Fact]
    public async Task Slots_too_many_or_too_few_are_refused()
    {
        foreach (byte[] answer in (byte[][])[ServiceFrame.Compressed("99", "0", "success"), ServiceFrame.Compressed("99", [.. Enumerable.Repeat("0", 40)])])
        {
            var session = await new SessionRig(_ => answer).OpenAsync();
            await SessionAssert.ProtocolAsync(ProtocolFault.Slots, session, () => session.GetMarketDayAsync(s_to, new BarBatch(), default));
        }
    }

    [Fact]
    public async Task An_answer_that_comes_after_its_request_was_given_up_is_never_taken_for_the_next_ones()
    {
        var rig = new SessionRig(request => []);
        var session = await rig.OpenAsync();
        var asked = session.GetMarketDayAsync(s_from, new BarBatch(), default);
        await rig.Connection.IsWaiting.Task;
        rig.Time.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal(ErrorIds.SourceTimeout, (await Assert.ThrowsAsync<StockSyncException>(() => asked)).ErrorId);

        rig.Connection.Deliver(ServiceFrame.Answer(rig.Connection.Requests[1], SessionRig.Row(s_from), Query.BarFields));

        var error = await Assert.ThrowsAsync<StockSyncException>(() => session.GetMarketDayAsync(s_from, new BarBatch(), default));
        Assert.Equal(ErrorIds.SourceDisconnected, error.ErrorId);
        Assert.Equal(2, rig.Connection.Requests.Count);
    }

    [Fact]
    public async Task Bytes_that_wait_before_a_request_end_the_session_without_a_frame()
    {
        var rig = new SessionRig(request => ServiceFrame.Answer(request, "", ""));
        var session = await rig.OpenAsync();
        rig.Connection.Deliver(ProtocolVector.Named("login").Answer);

        await SessionAssert.ProtocolAsync(ProtocolFault.UnaskedBytes, session, () => session.GetStocksAsync(0, default));
        Assert.Equal([RequestKind.Login], rig.Gate.Passed);
    }

    [Fact]
    public async Task Bytes_that_come_while_the_gate_makes_us_wait_end_the_session_too()
    {
        var rig = new SessionRig(request => ServiceFrame.Answer(request, "", ""));
        var session = await rig.OpenAsync();
        rig.Gate.Before = _ => rig.Connection.Deliver("x"u8);

        await SessionAssert.ProtocolAsync(ProtocolFault.UnaskedBytes, session, () => session.GetStocksAsync(0, default));
        Assert.Single(rig.Connection.Requests);
    }

    [Fact]
    public async Task A_connection_closed_while_idle_is_noticed_before_a_frame_is_spent()
    {
        var rig = new SessionRig(request => ServiceFrame.Answer(request, "", ""));
        var session = await rig.OpenAsync();
        rig.Connection.Ends = true;

        var error = await Assert.ThrowsAsync<StockSyncException>(() => session.GetStocksAsync(0, default));

        Assert.Equal((ErrorIds.SourceDisconnected, true), (error.ErrorId, error.IsTransient));
        Assert.Equal([RequestKind.Login], rig.Gate.Passed);
        Assert.False(session.IsUsable);
    }
}
