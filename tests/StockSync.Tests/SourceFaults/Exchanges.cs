using System.Globalization;
using StockSync.Engine.Sources.Baostock.Protocol;
using StockSync.Engine.Sources.Contract;
using StockSync.MarketServer;
using StockSync.Tests.Fakes;
using StockSync.Tests.Sources;

namespace StockSync.Tests.SourceFaults;

/// <summary>Exchanges of each kind: recorded ones and recorded bars where there are any, else those of a made-up market.</summary>
static class Exchanges
{
    static readonly string[] s_names = Query.BarFields.Split(',');
    static readonly StockCode s_code = new(600000);
    static readonly DateOnly s_from = new(2024, 1, 2);
    static readonly DateOnly s_to = new(2024, 1, 31);

    public static async Task<IReadOnlyList<Exchange>> CreateAsync()
    {
        var made = new MadeUpMarket(seed: 59, stocks: 40, s_from, s_to);
        IMarket market = RecordedData.Folder is null ? made : new RecordedMarket(RecordedData.PathOf("daily"));
        // A bar of a recording lacks what the recording lacks; of the answers the service's whole column list is asked for.
        var range = market.StockRange(s_code.SourceForm, s_from, s_to).ToList();
        var day = market.MarketDay(s_to).Take(30).ToList();
        var recorded = RecordedData.Folder is null ? [] : await RecordedAsync();
        return
        [
            .. recorded,
            await BarsAsync("stock-range", range, s => BarsOfAsync(s.GetStockRangeAsync, s_code, s_from, s_to)),
            await BarsAsync("one-bar", [.. range.Take(1)], s => BarsOfAsync(s.GetStockRangeAsync, s_code, s_from, s_from)),
            await BarsAsync("market-day", day, s => BarsOfAsync(s, s_to)),
            await TableAsync(
                "stock-list",
                "code, code_name, ipoDate, outDate, type, status",
                made.Securities.Select(s => $"\"{s.Code}\",\"{s.Name.Replace("\n", "", StringComparison.Ordinal)}\",\"{s.IpoDate:yyyy-MM-dd}\",\"{s.OutDate:yyyy-MM-dd}\",\"{s.Type}\",\"1\""),
                async s => [.. (await s.GetStocksAsync(0, default)).Select(e => e.ToString())]),
            await TableAsync(
                "calendar",
                "calendar_date, is_trading_day",
                made.Calendar.Where(d => d.Day >= s_from && d.Day <= s_to).Select(d => $"\"{d.Day:yyyy-MM-dd}\",\"{(d.IsTradingDay ? 1 : 0)}\""),
                async s => [.. (await s.GetCalendarAsync(s_from, s_to, default)).Select(d => d.ToString())]),
            await TableAsync(
                "day-list",
                "code,tradeStatus,code_name",
                made.ListedOn(s_to).Select(l => $"\"{l.Code}\",\"{l.TradeStatus}\",\"x\""),
                async s => [.. (await s.GetListedStocksAsync(s_to, default)).Select(l => l.ToString())]),
        ];
    }

    // The bytes the service sent, to questions of ours.
    static async Task<IReadOnlyList<Exchange>> RecordedAsync()
    {
        var from = new DateOnly(2024, 1, 1);
        return
        [
            await Exchange.CreateAsync(
                "recorded calendar", _ => Recorded("query_trade_dates"), async s => [.. (await s.GetCalendarAsync(from, from.AddDays(9), default)).Select(d => d.ToString())]),
        ];
    }

    static byte[] Recorded(string call) => File.ReadAllBytes(Path.Combine(RecordedData.PathOf("wire"), call, "response.bin"));

    /// <summary>An exchange whose answer is these bars.</summary>
    public static Task<Exchange> BarsAsync(string name, IReadOnlyList<MarketBar> bars, Func<IBarSession, Task<IReadOnlyList<string?>>> ask) =>
        TableAsync(name, Query.BarFields, bars.Select(bar => Row(n => bar[s_names[n]])), ask);

    static Task<Exchange> TableAsync(
        string name, string columns, IEnumerable<string> rows, Func<IBarSession, Task<IReadOnlyList<string?>>> ask) =>
        Exchange.CreateAsync(name, request => AnswerOf(request, rows, columns), ask);

    /// <summary>The answer of these rows.</summary>
    public static byte[] AnswerOf(byte[] request, IEnumerable<string> rows, string columns = Query.BarFields) =>
        ServiceFrame.Answer(request, string.Join(',', rows.Select(r => $"[{r}]")), columns);

    /// <summary>A row of 18 values, each by its place.</summary>
    public static string Row(Func<int, string> value) =>
        string.Join(',', Enumerable.Range(0, Query.BarFields.Split(',').Length).Select(n => $"\"{value(n)}\""));

    /// <summary>The bars of one stock as texts.</summary>
    public static async Task<IReadOnlyList<string?>> BarsOfAsync(
        Func<StockCode, DateOnly, DateOnly, BarBatch, CancellationToken, Task<RejectedRows>> get, StockCode code, DateOnly from, DateOnly to)
    {
        var rows = new BarBatch();
        return Texts(rows, await get(code, from, to, rows, default));
    }

    static async Task<IReadOnlyList<string?>> BarsOfAsync(IBarSession session, DateOnly day)
    {
        var rows = new BarBatch();
        return Texts(rows, await session.GetMarketDayAsync(day, rows, default));
    }

    static IReadOnlyList<string?> Texts(BarBatch rows, RejectedRows rejected) =>
        [.. rows.Rows.ToArray().Select(Text), .. new string?[rejected.Rows.Count + rejected.Foreign]];

    static string Text(BarRow b) => string.Create(
        CultureInfo.InvariantCulture,
        $"{b.Date:yyyy-MM-dd} {b.Code} {b.Open} {b.High} {b.Low} {b.Close} {b.Preclose} {b.Volume} {b.Amount} {b.TurnoverRate} {b.TradeStatus} {b.ChangePct} {b.IsST} {b.PeTtm} {b.PbMrq} {b.PsTtm} {b.PcfNcfTtm}");
}
