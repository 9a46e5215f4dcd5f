using System.Globalization;
using StockSync.Engine.Sources.Baostock;
using Xunit;

namespace StockSync.Tests.Sources;

public sealed class BaostockSessionTests
{
    const string CalendarColumns = "calendar_date, is_trading_day";
    const string FactorColumns = "code,dividOperateDate,foreAdjustFactor,backAdjustFactor,adjustFactor";

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
        Assert.Equal(["00", "02"], rig.Gate.Passed);
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
        await session.GetStocksAsync(default);
        await session.GetListedStocksAsync(s_to, default);
        await session.GetStockRangeAsync(s_code, s_from, s_to, new BarBatch(), default);
        await session.GetMarketDayAsync(s_to, new BarBatch(), default);
        await session.GetAdjustFactorsAsync(s_code, s_from, s_to, default);
        await session.GetAdjustFactorsOfDayAsync(s_to, default);

        Assert.Equal(["00", "33", "45", "35", "95", "98", "15", "9C"], rig.Gate.Passed);
        Assert.Equal(rig.Gate.Passed, rig.Gate.Completions.Select(c => c.Type));
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

        var error = await Assert.ThrowsAsync<StockSyncException>(() => session.GetStocksAsync(default));

        Assert.Equal(ErrorIds.BudgetSpent, error.ErrorId);
        Assert.True(session.IsUsable);
        await session.DisposeAsync();
        Assert.Single(rig.Connection.Requests);
    }

    [Fact]
    public async Task Pages_are_asked_for_until_one_is_not_full()
    {
        var rig = new SessionRig(Calendar(days: 25, pageSize: 10), new SyncSettings { PageSize = 10 });
        await using var session = await rig.OpenAsync();

        var days = await session.GetCalendarAsync(s_from, s_to, default);

        Assert.Equal(Enumerable.Range(0, 25).Select(s_from.AddDays), days.Select(d => d.Date));
        Assert.Equal(["00", "33", "33", "33"], rig.Gate.Passed);
        Assert.Equal(["1", "2", "3"], rig.Connection.Requests.Skip(1).Select(r => ServiceFrame.Split(r).Fields[2]));
    }

    [Fact]
    public async Task A_last_page_that_is_full_is_followed_by_an_empty_one()
    {
        var rig = new SessionRig(Calendar(days: 20, pageSize: 10), new SyncSettings { PageSize = 10 });
        await using var session = await rig.OpenAsync();

        Assert.Equal(20, (await session.GetCalendarAsync(s_from, s_to, default)).Count);
        Assert.Equal(4, rig.Gate.Passed.Count);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(500, 500)]
    [InlineData(1_000_000, 10_000)]
    public async Task The_page_size_stays_within_what_the_service_honours(int setting, int expected)
    {
        var rig = new SessionRig(request => ServiceFrame.Answer(request, "", ""), new SyncSettings { PageSize = setting });
        await using var session = await rig.OpenAsync();
        await session.GetStocksAsync(default);

        Assert.Equal($"{expected}", ServiceFrame.Split(rig.Connection.Requests[1]).Fields[3]);
    }

    [Fact]
    public async Task A_later_page_that_fails_fails_the_query_and_nothing_of_it_comes_out()
    {
        var first = Bars(2);
        var rig = new SessionRig(
            request => ServiceFrame.Split(request).Fields[2] == "1" ? first(request) : ServiceFrame.Error("10005001", "系统错误"),
            new SyncSettings { PageSize = 2 });
        await using var session = await rig.OpenAsync();
        var into = new BarBatch();

        var error = await Assert.ThrowsAsync<StockSyncException>(() => session.GetStockRangeAsync(s_code, s_from, s_to, into, default));

        Assert.Equal(ErrorIds.SourceError, error.ErrorId);
        Assert.Equal(0, into.Count);
    }

    [Fact]
    public async Task A_service_that_never_ends_its_pages_is_stopped()
    {
        // The same row again and again: a harmless duplicate each time, for ever.
        string rows = string.Join(',', Enumerable.Repeat(Row(s_from), 5000));
        var rig = new SessionRig(request => ServiceFrame.Answer(request, rows, Query.BarFields), new SyncSettings { PageSize = 5000 });
        var session = await rig.OpenAsync();

        var error = await Assert.ThrowsAsync<StockSyncException>(
            () => session.GetStockRangeAsync(s_code, s_from, s_to, new BarBatch(), default));

        Assert.Equal(nameof(ProtocolFault.RowCount), error.Target);
        Assert.False(session.IsUsable);
    }

    [Fact]
    public async Task A_page_with_more_rows_than_asked_for_is_refused()
    {
        var rig = new SessionRig(Bars(3), new SyncSettings { PageSize = 2 });
        var session = await rig.OpenAsync();

        await AssertProtocolAsync(ProtocolFault.RowCount, session, () => session.GetStockRangeAsync(s_code, s_from, s_to, new BarBatch(), default));
    }

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

        await AssertProtocolAsync(
            slot < 4 ? ProtocolFault.Method : ProtocolFault.Echo,
            session,
            () => session.GetStockRangeAsync(s_code, s_from, s_to, new BarBatch(), default));
    }

    [Fact]
    public async Task The_market_day_of_another_day_is_never_accepted()
    {
        string row = Row(s_to.AddDays(-1));
        var session = await new SessionRig(request => ServiceFrame.Answer(request, row, Query.BarFields)).OpenAsync();

        await AssertProtocolAsync(ProtocolFault.ForeignRow, session, () => session.GetMarketDayAsync(s_to, new BarBatch(), default));
    }

    [Fact]
    public async Task Slots_too_many_or_too_few_are_refused()
    {
        foreach (byte[] answer in (byte[][])[ServiceFrame.Compressed("99", "0", "success"), ServiceFrame.Compressed("99", [.. Enumerable.Repeat("0", 40)])])
        {
            var session = await new SessionRig(_ => answer).OpenAsync();
            await AssertProtocolAsync(ProtocolFault.Slots, session, () => session.GetMarketDayAsync(s_to, new BarBatch(), default));
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

        rig.Connection.Deliver(ServiceFrame.Answer(rig.Connection.Requests[1], Row(s_from), Query.BarFields));

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

        await AssertProtocolAsync(ProtocolFault.UnaskedBytes, session, () => session.GetStocksAsync(default));
        Assert.Equal(["00"], rig.Gate.Passed);
    }

    [Fact]
    public async Task Bytes_that_come_while_the_gate_makes_us_wait_end_the_session_too()
    {
        var rig = new SessionRig(request => ServiceFrame.Answer(request, "", ""));
        var session = await rig.OpenAsync();
        rig.Gate.Before = _ => rig.Connection.Deliver("x"u8);

        await AssertProtocolAsync(ProtocolFault.UnaskedBytes, session, () => session.GetStocksAsync(default));
        Assert.Single(rig.Connection.Requests);
    }

    [Fact]
    public async Task A_connection_closed_while_idle_is_noticed_before_a_frame_is_spent()
    {
        var rig = new SessionRig(request => ServiceFrame.Answer(request, "", ""));
        var session = await rig.OpenAsync();
        rig.Connection.Ends = true;

        var error = await Assert.ThrowsAsync<StockSyncException>(() => session.GetStocksAsync(default));

        Assert.Equal((ErrorIds.SourceDisconnected, true), (error.ErrorId, error.IsTransient));
        Assert.Equal(["00"], rig.Gate.Passed);
        Assert.False(session.IsUsable);
    }

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
        var asked = session.GetStocksAsync(default);
        await rig.Connection.IsWaiting.Task;

        rig.Time.Advance(TimeSpan.FromSeconds(29.9));
        Assert.False(asked.IsCompleted);
        rig.Time.Advance(TimeSpan.FromSeconds(0.2));

        await AssertTimeoutAsync(rig, session, asked);
    }

    [Fact]
    public async Task Each_byte_gives_new_time_but_the_whole_answer_has_a_limit()
    {
        var rig = new SessionRig(_ => []);
        var session = await rig.OpenAsync();
        var asked = session.GetStocksAsync(default);
        for (int i = 0; i < 5; i++)
        {
            await rig.Connection.IsWaiting.Task;
            Assert.False(asked.IsCompleted);
            rig.Time.Advance(TimeSpan.FromSeconds(20));
            rig.Connection.Deliver("0"u8);
            await WaitUntilTakenAsync(rig);
        }
        await rig.Connection.IsWaiting.Task;
        rig.Time.Advance(TimeSpan.FromSeconds(20));

        await AssertTimeoutAsync(rig, session, asked);
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
        await WaitUntilTakenAsync(rig);
        await rig.Connection.IsWaiting.Task;

        rig.Time.Advance(TimeSpan.FromSeconds(31));

        await AssertTimeoutAsync(rig, session, asked);
    }

    [Fact]
    public async Task Cancelling_ends_the_session_and_stays_a_cancellation()
    {
        var rig = new SessionRig(_ => []);
        var session = await rig.OpenAsync();
        using var cancel = new CancellationTokenSource();
        var asked = session.GetStocksAsync(cancel.Token);
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
        var asked = session.GetStocksAsync(default);
        await rig.Connection.IsWaiting.Task;

        await session.DisposeAsync();

        Assert.True(rig.Connection.IsDisposed);
        Assert.Equal(["00", "45"], rig.Gate.Passed);
        rig.Connection.Ends = true;
        rig.Connection.Deliver([]);
        await Assert.ThrowsAsync<StockSyncException>(() => asked);
    }

    [Fact]
    public async Task A_second_request_at_the_same_time_is_a_mistake_of_the_caller()
    {
        var rig = new SessionRig(_ => []);
        var session = await rig.OpenAsync();
        _ = session.GetStocksAsync(default);

        await Assert.ThrowsAsync<InvalidOperationException>(() => session.GetStocksAsync(default));
    }

    [Fact]
    public async Task The_stock_list_holds_A_shares_alone_with_clean_names()
    {
        const string Rows = """
            ["sh.000001","上证综合指数","1991-07-15","","2","1"],["sz.000002","万 科\n Ａ","1991-01-29","","1","1"],
            ["sh.600001","邯郸钢铁","1998-01-22","2009-12-29","1","0"],["sh.510050","50ETF","2005-02-23","","5","1"],
            ["bj.430047","诺思兰德","2020-11-24","","1","1"],["sh.900901","云赛B股","1992-02-21","","1","1"],
            ["sh.603999","尚未上市","","","1","1"],["sh.600000","浦发银行","1999-11-10","","1","1"]
            """;
        var session = await new SessionRig(
            request => ServiceFrame.Answer(request, Rows, "code, code_name, ipoDate, outDate, type, status")).OpenAsync();

        Assert.Equal(
            [
                new StockEntry(new(2), "万科Ａ", new(1991, 1, 29), null),
                new StockEntry(new(600000), "浦发银行", new(1999, 11, 10), null),
                new StockEntry(new(600001), "邯郸钢铁", new(1998, 1, 22), new(2009, 12, 29)),
            ],
            await session.GetStocksAsync(default));
    }

    [Fact]
    public async Task The_list_of_a_day_holds_A_shares_alone()
    {
        const string Rows = """["sh.000001","1","上证综合指数"],["sh.600000","1","浦发银行"],["sz.000001","0","平安\n银行"]""";
        var session = await new SessionRig(request => ServiceFrame.Answer(request, Rows, "code,tradeStatus,code_name")).OpenAsync();

        Assert.Equal([new ListedStock(new(1), false), new ListedStock(new(600000), true)], await session.GetListedStocksAsync(s_to, default));
    }

    [Theory]
    [InlineData("""["2026-11-02","1"],["2026-11-01","0"]""", ProtocolFault.DuplicateRow)]
    [InlineData("""["2026-11-01","1"],["2026-11-01","1"]""", ProtocolFault.DuplicateRow)]
    [InlineData("""["2026-10-31","0"]""", ProtocolFault.ForeignRow)]
    [InlineData("""["2026-12-01","1"]""", ProtocolFault.ForeignRow)]
    [InlineData("""["2026-11-01",""]""", ProtocolFault.Value)]
    [InlineData("""["2026-11-31","1"]""", ProtocolFault.Value)]
    public async Task A_calendar_that_is_none_is_refused(string rows, object fault)
    {
        var session = await new SessionRig(request => ServiceFrame.Answer(request, rows, CalendarColumns)).OpenAsync();

        await AssertProtocolAsync((ProtocolFault)fault, session, () => session.GetCalendarAsync(s_from, s_to, default));
    }

    [Fact]
    public async Task Adjust_factors_are_read_exactly_and_foreign_securities_dropped()
    {
        const string Rows = """["sz.002001","2026-11-20","0.964061","1.111799","1.111799"],["sh.510050","2026-11-20","0.9","1.1","1.1"]""";
        var session = await new SessionRig(request => ServiceFrame.Answer(request, Rows, FactorColumns)).OpenAsync();

        Assert.Equal([new AdjustFactor(s_code, SessionRig.Day, 0.964061m, 1.111799m)], await session.GetAdjustFactorsOfDayAsync(SessionRig.Day, default));
    }

    [Theory]
    [InlineData("""["sz.002002","2026-11-20","1.0","1.0","1.0"]""", ProtocolFault.ForeignRow)]
    [InlineData("""["sz.002001","2026-10-20","1.0","1.0","1.0"]""", ProtocolFault.ForeignRow)]
    [InlineData("""["sz.002001","2026-11-20","NaN","1.0","1.0"]""", ProtocolFault.Value)]
    [InlineData("""["sz.002001","2026-11-20","1.0","0.000000","1.0"]""", ProtocolFault.Value)]
    [InlineData("""["sz.002001","2026-11-20","1.0","","1.0"]""", ProtocolFault.Value)]
    [InlineData("""["sz.002001","2026-11-20","1.0","1.0","1.0"],["sz.002001","2026-11-20","1.0","1.1","1.1"]""", ProtocolFault.DuplicateRow)]
    public async Task Adjust_factors_that_cannot_be_right_are_refused(string rows, object fault)
    {
        var session = await new SessionRig(request => ServiceFrame.Answer(request, rows, FactorColumns)).OpenAsync();

        await AssertProtocolAsync((ProtocolFault)fault, session, () => session.GetAdjustFactorsAsync(s_code, s_from, s_to, default));
    }

    [Fact]
    public async Task No_rows_need_no_columns()
    {
        var session = await new SessionRig(request => ServiceFrame.Answer(request, "", "")).OpenAsync();
        var into = new BarBatch();

        Assert.Same(RejectedRows.None, await session.GetMarketDayAsync(s_to, into, default));
        Assert.Equal(0, into.Count);
        Assert.True(session.IsUsable);
    }

    static Func<byte[], byte[]> Calendar(int days, int pageSize) => request =>
    {
        int page = int.Parse(ServiceFrame.Split(request).Fields[2], CultureInfo.InvariantCulture);
        var rows = Enumerable.Range(0, days).Skip((page - 1) * pageSize).Take(pageSize).Select(i => $"[\"{s_from.AddDays(i):yyyy-MM-dd}\",\"1\"]");
        return ServiceFrame.Answer(request, string.Join(',', rows), CalendarColumns);
    };

    static Func<byte[], byte[]> Bars(int count)
    {
        string rows = string.Join(',', Enumerable.Range(0, count).Select(i => Row(s_from.AddDays(i))));
        return request => ServiceFrame.Answer(request, rows, Query.BarFields);
    }

    static string Row(DateOnly date) =>
        $"""["{date:yyyy-MM-dd}","sz.002001","56.4400","57.0100","55.3900","56.1000","56.5100","10614743","596194731.8300","3","1.366200","1","-0.725500","","","","","0"]""";

    static async Task AssertProtocolAsync(ProtocolFault fault, IBarSession session, Func<Task> ask)
    {
        var error = await Assert.ThrowsAsync<StockSyncException>(ask);
        Assert.Equal((ErrorIds.SourceProtocol, fault.ToString(), true), (error.ErrorId, error.Target, error.IsTransient));
        Assert.False(session.IsUsable);
    }

    static async Task AssertTimeoutAsync(SessionRig rig, IBarSession session, Task asked)
    {
        var error = await Assert.ThrowsAsync<StockSyncException>(() => asked);
        Assert.Equal((ErrorIds.SourceTimeout, ErrorKind.Timeout, true), (error.ErrorId, error.Kind, error.IsTransient));
        Assert.Contains(SyncSettings.PublicEndpoint, error.Message, StringComparison.Ordinal);
        Assert.False(session.IsUsable);
        Assert.True(rig.Connection.IsDisposed);
    }

    static async Task WaitUntilTakenAsync(SessionRig rig)
    {
        while (rig.Connection.State == LineState.Bytes)
            await Task.Yield();
    }
}
