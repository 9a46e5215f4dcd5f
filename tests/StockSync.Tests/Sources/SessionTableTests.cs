using StockSync.Engine.Sources.Baostock.Protocol;
using StockSync.Engine.Sources.Contract;
using Xunit;

namespace StockSync.Tests.Sources;

/// <summary>What a session makes of the rows of each table.</summary>
public sealed class SessionTableTests
{
    const string CalendarColumns = "calendar_date, is_trading_day";
    const string FactorColumns = "code,dividOperateDate,foreAdjustFactor,backAdjustFactor,adjustFactor";

    static readonly StockCode s_code = new(2001);
    static readonly DateOnly s_from = new(2026, 11, 1), s_to = new(2026, 11, 30);

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
            await session.GetStocksAsync(0, default));
    }

    [Fact]
    public async Task The_list_of_a_day_holds_A_shares_alone()
    {
        const string Rows = """["sh.000001","1","上证综合指数"],["sh.600000","1","浦发银行"],["sz.000001","0","平安\n银行"]""";
        var session = await new SessionRig(request => ServiceFrame.Answer(request, Rows, "code,tradeStatus,code_name")).OpenAsync();

        Assert.Equal(
            [new ListedStock(new(1), false) { Name = "平安银行" }, new ListedStock(new(600000), true) { Name = "浦发银行" }],
            await session.GetListedStocksAsync(s_to, default));
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

        await SessionAssert.ProtocolAsync((ProtocolFault)fault, session, () => session.GetCalendarAsync(s_from, s_to, default));
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

        await SessionAssert.ProtocolAsync((ProtocolFault)fault, session, () => session.GetAdjustFactorsAsync(s_code, s_from, s_to, default));
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
}
