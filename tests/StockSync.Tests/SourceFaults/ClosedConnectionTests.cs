using StockSync.Engine.Sources.Baostock.Protocol;
using StockSync.Engine.Sources.Contract;
using StockSync.MarketServer;
using StockSync.Tests.EndToEnd;
using StockSync.Tests.Soak;
using StockSync.Tests.Sources;
using Xunit;

namespace StockSync.Tests.SourceFaults;

/// <summary>A connection that ends after any byte of an answer: half an answer is no answer, and nothing of it is kept.</summary>
public class ClosedConnectionTests
{
    static readonly DateOnly s_from = new(2024, 1, 2);
    static readonly DateOnly s_to = new(2024, 3, 29);
    static readonly StockCode s_code = new(2001);

    /// <summary>The kinds of answer: plain and compressed, with an echo and without.</summary>
    public static TheoryData<string> Kinds => ["trade-dates", "stock-basic", "bars", "adjust-factors", "market-day"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_connection_closed_after_any_byte_of_any_answer_is_a_failed_request_without_a_row(string kind)
    {
        using var report = new FaultReport("F4", "closed after each byte of an answer");
        byte[] whole = await AnswerOfAsync(kind);
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
            var error = await Assert.ThrowsAsync<StockSyncException>(() => AskAsync(kind, session, into));
            Assert.Equal((ErrorIds.SourceDisconnected, true), (error.ErrorId, error.IsTransient));
            Assert.Equal((0, false, true), (into.Count, session.IsUsable, rig.Connection.IsDisposed));
        }
        report.Right(whole.Length);
    }

    [Fact]
    public async Task A_market_day_cut_off_anywhere_is_asked_for_again_and_stored_once()
    {
        using var report = new FaultReport("F4", "cut off within an answer");
        await using var rig = await StartAsync();
        CutOff(rig, times: 1);
        var seen = await rig.BackfillAsync(s_from, s_to, RequestShape.MarketDay);
        Assert.All(seen.Days, d => Assert.Equal(SyncDayStatus.Completed, d.Status));
        Assert.Equal(seen.Days.Count, (await rig.RunsAsync())[0].Retries);
        await TruthChecker.AssertEqualAsync(rig, s_from, s_to);
        report.Right(seen.Days.Count);
    }

    [Fact]
    public async Task Of_a_market_day_that_is_cut_off_every_time_not_one_row_is_stored()
    {
        using var report = new FaultReport("F4", "cut off within an answer");
        await using var rig = await StartAsync();
        // Every second day stays sound: the cut ones must neither take rows from them nor keep them from being stored.
        var cut = CutOff(rig, Fault.Forever, every: 2);
        rig.Settings = rig.Settings with { RetryAttempts = 1, OutageLimit = 1000 };
        var seen = await rig.BackfillAsync(s_from, s_to, RequestShape.MarketDay);
        foreach (var day in seen.Days)
            Assert.Equal(cut.Contains(DateOnly.FromDateTime(day.Date)) ? SyncDayStatus.Failed : SyncDayStatus.Completed, day.Status);
        var bars = await rig.ReadAsync(e => e.GetBarsAsync(new BarQuery(), CancellationToken.None));
        Assert.DoesNotContain(bars, b => cut.Contains(DateOnly.FromDateTime(b.Date)));

        rig.Service.Faults.Clear();
        await rig.RunAsync(new SyncRequest { Kind = SyncKind.Retry });
        await TruthChecker.AssertEqualAsync(rig, s_from, s_to);
        report.Right(cut.Count);
    }

    [Fact]
    public async Task A_stock_cut_off_anywhere_is_asked_for_again_and_until_then_not_one_row_of_it_is_stored()
    {
        using var report = new FaultReport("F4", "cut off within an answer");
        await using var rig = await StartAsync();
        var stocks = rig.Market.AShareBars(s_from, s_to).Select(b => b.Code).Distinct().ToList();
        for (int i = 0; i < stocks.Count; i++)
            rig.Service.Faults.Add(new Fault("95", FaultAction.HalfFrame((double)i / stocks.Count)) { Code = stocks[i], Times = Fault.Forever });
        rig.Settings = rig.Settings with { RetryAttempts = 2, OutageLimit = 1000 };
        await rig.BackfillAsync(s_from, s_to, RequestShape.StockRange);
        Assert.Empty(await rig.ReadAsync(e => e.GetBarsAsync(new BarQuery(), CancellationToken.None)));
        Assert.Equal(stocks.Count, (await rig.FailuresAsync()).Count);

        rig.Service.Faults.Clear();
        await rig.RunAsync(new SyncRequest { Kind = SyncKind.Retry });
        await TruthChecker.AssertEqualAsync(rig, s_from, s_to);
        report.Right(stocks.Count);
    }

    // Day by day another length, so that together they lie all over the answer, its first and its last byte included.
    static HashSet<DateOnly> CutOff(EngineRig rig, int times, int every = 1)
    {
        var days = rig.Market.TradingDays(s_from, s_to).Where((_, i) => i % every == 0).ToList();
        for (int i = 0; i < days.Count; i++)
            rig.Service.Faults.Add(new Fault("98", i < 21 ? FaultAction.HalfFrame(i) : FaultAction.HalfFrame((double)i / days.Count)) { From = days[i], Times = times });
        return [.. days];
    }

    static async Task<EngineRig> StartAsync()
    {
        var rig = await EngineRig.StartAsync(new MadeUpMarket(seed: 21, stocks: 12, s_from, s_to));
        rig.Settings = rig.Settings with { OutageLimit = 1000 };
        return rig;
    }

    static async Task<byte[]> AnswerOfAsync(string kind)
    {
        byte[]? answer = null;
        var (rows, columns) = kind switch
        {
            "trade-dates" => ("""["2026-11-19","1"],["2026-11-20","1"]""", "calendar_date, is_trading_day"),
            "stock-basic" => ("""["sz.002001","新和成","2004-06-25","","1","1"]""", "code, code_name, ipoDate, outDate, type, status"),
            "adjust-factors" => (
                """["sz.002001","2026-11-20","0.964061","1.111799","1.111799"]""",
                "code,dividOperateDate,foreAdjustFactor,backAdjustFactor,adjustFactor"),
            _ => (SessionRig.Row(SessionRig.Day), Query.BarFields),
        };
        var session = await new SessionRig(request => answer = ServiceFrame.Answer(request, rows, columns)).OpenAsync();
        await AskAsync(kind, session, new BarBatch());
        return answer!;
    }

    static Task AskAsync(string kind, IBarSession session, BarBatch into) => kind switch
    {
        "trade-dates" => session.GetCalendarAsync(SessionRig.Day.AddDays(-1), SessionRig.Day, default),
        "stock-basic" => session.GetStocksAsync(0, default),
        "bars" => session.GetStockRangeAsync(s_code, SessionRig.Day, SessionRig.Day, into, default),
        "adjust-factors" => session.GetAdjustFactorsAsync(s_code, SessionRig.Day, SessionRig.Day, default),
        _ => session.GetMarketDayAsync(SessionRig.Day, into, default),
    };
}
