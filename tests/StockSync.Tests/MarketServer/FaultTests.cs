using System.Net.Sockets;
using StockSync.Engine.Stores.Sql;
using StockSync.MarketServer;
using Xunit;

namespace StockSync.Tests.MarketServer;

public sealed class FaultTests : IAsyncLifetime
{
    static readonly MadeUpMarket s_market = new(1, 60, new(2024, 1, 2), new(2024, 3, 29));

    MarketService _service = null!;
    WireClient _client = null!;

    public async Task InitializeAsync()
    {
        _service = await MarketService.StartAsync(s_market);
        _client = await WireClient.LoginAsync(_service);
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _service.DisposeAsync();
    }

    [Fact]
    public async Task A_dropped_connection_ends_without_a_byte()
    {
        _service.Faults.Add("98", FaultAction.Drop);
        await _client.SendAsync(Day98);

        Assert.Empty(await _client.ToEndAsync());
        Assert.Equal(("none", "drop", 0), Last(e => (e.Answer, e.Fault, e.BytesOut)));
    }

    [Fact]
    public async Task A_reset_connection_is_an_error_to_the_client()
    {
        _service.Faults.Add("98", FaultAction.Reset);
        await _client.SendAsync(Day98);

        var reset = await Assert.ThrowsAsync<SocketException>(_client.ToEndAsync);
        Assert.Equal(SocketError.ConnectionReset, reset.SocketErrorCode);
    }

    [Fact]
    public async Task A_stalled_request_is_never_answered_and_holds_up_nobody_else()
    {
        _service.Faults.Add("98", FaultAction.Stall);
        await _client.SendAsync(Day98);
        var pending = _client.ReadAsync();
        await _service.Log.WaitForAsync(e => e.Fault == "stall");
        Assert.False(pending.IsCompleted);

        _client.Dispose();
        using var next = await WireClient.LoginAsync(_service);
        Assert.Equal("0", (await next.MarketDayAsync("2024-01-02")).Code);
        Assert.False(_service.HasBlacklisted);
        await Assert.ThrowsAnyAsync<Exception>(() => pending);
    }

    [Fact]
    public async Task A_fault_strikes_so_often_after_so_many_good_answers()
    {
        var fault = _service.Faults.Add("95:sh.600000 skip 1 x2 error 10005001 系统 错误");

        var codes = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            codes.Add((await _client.BarsAsync("sh.600000", "2024-01-02", "2024-01-05")).Code);
            Assert.Equal("0", (await _client.BarsAsync("sz.000001", "2024-01-02", "2024-01-05")).Code);
        }

        Assert.Equal(["0", "10005001", "10005001", "0", "0"], codes);
        Assert.Equal(2, fault.Hits);
    }

    [Theory]
    [InlineData("95:2024-01-03", "2024-01-02", "2024-01-05", true)]
    [InlineData("95:2024-01-06..2024-01-31", "2024-01-02", "2024-01-05", false)]
    [InlineData("95:sh.600000,2024-01-05", "2024-01-02", "2024-01-05", true)]
    [InlineData("95:sh.600001", "2024-01-02", "2024-01-05", false)]
    [InlineData("*", "2024-01-02", "2024-01-05", true)]
    [InlineData("98", "2024-01-02", "2024-01-05", false)]
    public async Task A_fault_is_aimed_by_type_code_and_days(string target, string from, string to, bool strikes)
    {
        _service.Faults.Add($"{target} zero");

        var rows = (await _client.BarsAsync("sh.600000", from, to)).Rows;

        Assert.Equal(strikes, rows.Length == 0);
    }

    [Fact]
    public async Task Half_a_frame_is_the_beginning_of_the_whole_one()
    {
        await _client.SendAsync(Day98);
        await _client.ReadAsync();
        var whole = Last(e => e.BytesOut);
        _service.Faults.Add("98", FaultAction.HalfFrame(0.5));
        await _client.SendAsync(Day98);

        Assert.Equal(whole / 2, (await _client.ToEndAsync()).Length);

        using var next = await WireClient.LoginAsync(_service);
        _service.Faults.Add("98", FaultAction.HalfFrame(30));
        await next.SendAsync(Day98);
        Assert.Equal(30, (await next.ToEndAsync()).Length);
    }

    [Fact]
    public async Task A_wrong_CRC_is_wrong_and_all_else_right()
    {
        _service.Faults.Add("33", FaultAction.BadCrc);

        await Assert.ThrowsAsync<Xunit.Sdk.EqualException>(() => _client.TradeDatesAsync("2024-01-02", "2024-01-05"));
        Assert.Equal(4, (await _client.TradeDatesAsync("2024-01-02", "2024-01-05")).Rows.Length);
    }

    [Fact]
    public async Task Flipped_bits_and_cut_streams_do_not_inflate_but_leave_the_connection_sound()
    {
        _service.Faults.Add("98", FaultAction.BadZlib);
        await Assert.ThrowsAnyAsync<Exception>(() => _client.MarketDayAsync("2024-01-02"));

        _service.Faults.Add("98", FaultAction.TruncatedZlib);
        var cut = await Record.ExceptionAsync(async () => Assert.EndsWith("isST", (await _client.MarketDayAsync("2024-01-02")).Body, StringComparison.Ordinal));
        Assert.NotNull(cut);

        Assert.NotEmpty((await _client.MarketDayAsync("2024-01-02")).Rows);
    }

    [Fact]
    public async Task The_answer_to_another_request_echoes_that_one()
    {
        _service.Faults.Add("*", FaultAction.WrongMessage, Fault.Forever);

        Assert.NotEqual("sh.600000", (await _client.BarsAsync("sh.600000", "2024-01-02", "2024-01-05")).Slots[7]);
        Assert.Equal("2024-01-04", (await _client.MarketDayAsync("2024-01-05")).Rows[0][0]);
        Assert.Equal("2024-01-04", (await _client.AllStockAsync("2024-01-05")).Slots[7]);
        Assert.Equal("34", (await _client.AskAsync("02", "logout", "anonymous", "20240401120000")).Type);
    }

    [Fact]
    public async Task A_partial_day_lacks_stocks_that_are_still_listed()
    {
        var fault = _service.Faults.Add(new Fault(null, FaultAction.PartialDay(0.3)) { From = new(2024, 1, 4), Times = Fault.Forever });
        var all = s_market.ListedCodes(new(2024, 1, 4)).ToList();

        var partial = (await _client.MarketDayAsync("2024-01-04")).Rows.Select(r => r[1]).ToList();
        var missing = all.Except(partial).ToList();
        var ofStock = await _client.BarsAsync(missing[0], "2024-01-03", "2024-01-05");

        Assert.InRange(missing.Count, all.Count / 8, all.Count / 2);
        Assert.DoesNotContain(ofStock.Rows, r => r[0] == "2024-01-04");
        Assert.Contains(ofStock.Rows, r => r[0] == "2024-01-03");
        Assert.Contains((await _client.AllStockAsync("2024-01-04")).Rows, r => r[0] == missing[0]);
        Assert.True(_service.Faults.Remove(fault));
        Assert.Equal(all, (await _client.MarketDayAsync("2024-01-04")).Rows.Select(r => r[1]));
    }

    [Fact]
    public async Task A_late_day_is_nowhere_until_it_arrives()
    {
        _service.Faults.Add("*:2024-01-04 x3 late");

        Assert.Empty((await _client.MarketDayAsync("2024-01-04")).Rows);
        Assert.Empty((await _client.AllStockAsync("2024-01-04")).Rows);
        Assert.Equal(["2024-01-03", "2024-01-05"], (await _client.BarsAsync("sh.600000", "2024-01-03", "2024-01-05")).Rows.Select(r => r[0]));
        Assert.NotEmpty((await _client.MarketDayAsync("2024-01-04")).Rows);
    }

    [Theory]
    [InlineData("garbled nan")]
    [InlineData("garbled shifted")]
    [InlineData("garbled date")]
    [InlineData("garbled code")]
    [InlineData("short")]
    public async Task One_row_is_bad_and_the_market_itself_unharmed(string action)
    {
        var truth = s_market.MarketDay(new(2024, 1, 4)).Select(b => b.ToString()).ToList();
        _service.Faults.Add($"98 {action}");

        var bad = (await _client.MarketDayAsync("2024-01-04")).Rows.Select(r => string.Join(',', r)).ToList();
        var good = (await _client.MarketDayAsync("2024-01-04")).Rows.Select(r => string.Join(',', r)).ToList();

        Assert.Equal(truth.Count, bad.Count);
        Assert.Equal(truth.Count - 1, truth.Intersect(bad).Count());
        Assert.Equal(truth, good);
    }

    [Fact]
    public async Task Dripping_and_slow_answers_are_right_in_the_end()
    {
        _service.Faults.Add("33 drip 1");
        Assert.Equal(2, (await _client.TradeDatesAsync("2024-01-02", "2024-01-03")).Rows.Length);
        _service.Faults.Add("33 slow 20");
        Assert.Equal(2, (await _client.TradeDatesAsync("2024-01-02", "2024-01-03")).Rows.Length);
    }

    [Theory]
    [InlineData("95", "ends too early")]
    [InlineData("95 x2", "ends too early")]
    [InlineData("95 explode", "'explode'")]
    [InlineData("95:2024-13-01 drop", "not understood")]
    [InlineData("95 drop now", "'now'")]
    [InlineData("95 partial", "ends too early")]
    public void A_fault_that_is_not_understood_says_why(string text, string why) =>
        Assert.Contains(why, Assert.Throws<FormatException>(() => FaultText.Parse(text)).Message, StringComparison.Ordinal);

    static string Day98 => WireClient.Request("98", "query_daily_history_k_AStock", "anonymous", "2024-01-04");

    T Last<T>(Func<RequestLogEntry, T> what) => what(_service.Log.Entries[^1]);
}
