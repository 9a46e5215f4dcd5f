using StockSync.MarketServer;
using Xunit;

namespace StockSync.Tests.MarketServer;

public sealed class QueryTests
{
    static readonly MadeUpMarket s_market = new(1, 60, new(2024, 1, 2), new(2024, 12, 31));

    [Fact]
    public async Task An_unknown_code_answers_success_without_rows()
    {
        await using var service = await MarketService.StartAsync(s_market);
        using var client = await WireClient.LoginAsync(service);

        var answer = await client.BarsAsync("sh.699999", "2024-01-02", "2024-02-01");

        Assert.Equal("0", answer.Code);
        Assert.Equal("", answer.Slots[6]);
    }

    [Fact]
    public async Task Fields_come_in_the_order_asked_for_whatever_their_case()
    {
        await using var service = await MarketService.StartAsync(s_market);
        using var client = await WireClient.LoginAsync(service);
        var bar = s_market.StockRange("sh.600000", new(2024, 1, 2), new(2024, 1, 31)).First();

        var answer = await client.BarsAsync("sh.600000", "2024-01-02", "2024-01-31", "CLOSE,date,PETTM");

        Assert.Equal([bar.Close, bar["date"], bar.PeTtm], answer.Rows[0]);
        Assert.Equal("CLOSE,date,PETTM", answer.Slots[8]);
    }

    [Fact]
    public async Task Pages_put_together_are_the_whole_range()
    {
        await using var service = await MarketService.StartAsync(s_market);
        using var client = await WireClient.LoginAsync(service);
        var truth = s_market.StockRange("sh.600000", new(2024, 1, 1), new(2024, 12, 31)).Select(b => b["date"]).ToList();

        var dates = new List<string>();
        var page = 1;
        for (var count = 100; count == 100; page++)
        {
            var answer = await client.BarsAsync("sh.600000", "2024-01-01", "2024-12-31", page: page, size: 100);
            count = answer.Rows.Length;
            dates.AddRange(answer.Rows.Select(r => r[0]));
        }

        Assert.Equal(truth, dates);
        Assert.Equal(4, page);
    }

    [Fact]
    public async Task A_market_day_is_the_truth_in_18_columns()
    {
        await using var service = await MarketService.StartAsync(s_market);
        using var client = await WireClient.LoginAsync(service);

        var answer = await client.MarketDayAsync("2024-06-03");

        Assert.Equal(s_market.MarketDay(new(2024, 6, 3)).Select(b => b.ToString()), answer.Rows.Select(r => string.Join(',', r)));
        Assert.Equal(BarColumns.Joined, answer.Slots[5]);
        Assert.Equal(6, answer.Slots.Length);
    }

    [Fact]
    public async Task A_holiday_has_no_rows()
    {
        await using var service = await MarketService.StartAsync(s_market);
        using var client = await WireClient.LoginAsync(service);

        Assert.Empty((await client.MarketDayAsync("2024-10-01")).Rows);
        Assert.Empty((await client.AllStockAsync("2024-10-01")).Rows);
    }

    [Fact]
    public async Task All_stock_lists_shares_indexes_and_funds_with_their_state()
    {
        await using var service = await MarketService.StartAsync(s_market);
        using var client = await WireClient.LoginAsync(service);

        var rows = (await client.AllStockAsync("2024-06-03")).Rows;

        Assert.Equal(
            s_market.ListedOn(new(2024, 6, 3)).Select(l => $"{l.Code} {l.TradeStatus} {string.Concat(l.Name.Where(c => !char.IsWhiteSpace(c)))}"),
            rows.Select(r => $"{r[0]} {r[1]} {r[2]}"));
        Assert.Contains(rows, r => r[0] == "sh.000001");
    }

    [Fact]
    public async Task A_name_filter_finds_part_of_a_name()
    {
        await using var service = await MarketService.StartAsync(s_market);
        using var client = await WireClient.LoginAsync(service);

        Assert.Equal(["sh.510050"], (await client.StockBasicAsync(name: "50ETF")).Rows.Select(r => r[0]));
        Assert.Equal(s_market.Securities.Count, (await client.StockBasicAsync()).Rows.Length);
    }

    [Fact]
    public async Task Adjust_factors_of_a_day_are_those_of_its_stocks()
    {
        await using var service = await MarketService.StartAsync(s_market);
        using var client = await WireClient.LoginAsync(service);
        var factor = s_market.AdjustFactors("sh.600001")[0];
        var day = factor.ExDate.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

        var ofDay = await client.AskAsync("9C", "query_daily_adjust_factor", "anonymous", day);
        var ofStock = await client.AskAsync("15", "query_adjust_factor", "anonymous", "1", "2000", "sh.600001", day, day);

        Assert.Contains(ofDay.Rows, r => r.SequenceEqual(["sh.600001", day, factor.Fore, factor.Back, factor.Adjust]));
        Assert.Equal([factor.Back], ofStock.Rows.Select(r => r[3]));
    }

    [Fact]
    public async Task Adjusted_prices_are_raw_prices_times_the_factor_of_the_last_ex_date()
    {
        await using var service = await MarketService.StartAsync(SmallMarket.Make());
        using var client = await WireClient.LoginAsync(service);

        var back = await client.BarsAsync("sz.002001", "2026-11-20", "2026-11-20", "close,volume,adjustflag", "1");
        var fore = await client.BarsAsync("sz.002001", "2026-11-20", "2026-11-20", "close", "2");

        Assert.Equal(["64.6970445000", "10614743", "1"], back.Rows[0]);
        Assert.Equal("56.1000000000", fore.Rows[0][0]);
    }

    [Theory]
    [InlineData("10004006", "query_history_k_data_plus", "anonymous", "1", "10", "sh.600000", "date", "2024-01-02", "2024-01-03", "d")]
    [InlineData("10004006", "query_history_k_data_plus", "anonymous", "0", "10", "sh.600000", "date", "2024-01-02", "2024-01-03", "d", "3")]
    [InlineData("10004016", "query_history_k_data_plus", "anonymous", "1", "10001", "sh.600000", "date", "2024-01-02", "2024-01-03", "d", "3")]
    [InlineData("10004011", "query_history_k_data_plus", "anonymous", "1", "10", "600000", "date", "2024-01-02", "2024-01-03", "d", "3")]
    [InlineData("10004005", "query_history_k_data_plus", "anonymous", "1", "10", "sh.600000", "", "2024-01-02", "2024-01-03", "d", "3")]
    [InlineData("10004012", "query_history_k_data_plus", "anonymous", "1", "10", "sh.600000", "date,nothing", "2024-01-02", "2024-01-03", "d", "3")]
    [InlineData("10004018", "query_history_k_data_plus", "anonymous", "1", "10", "sh.600000", "date,DATE", "2024-01-02", "2024-01-03", "d", "3")]
    [InlineData("10004012", "query_history_k_data_plus", "anonymous", "1", "10", "sh.600000", "date", "2024-01-02", "2024-01-03", "d", "4")]
    [InlineData("10004012", "query_history_k_data_plus", "anonymous", "1", "10", "sh.600000", "date", "2024-01-02", "2024-01-03", "w", "3")]
    [InlineData("10004007", "query_history_k_data_plus", "anonymous", "1", "10", "sh.600000", "date", "2024-1-2", "2024-01-03", "d", "3")]
    [InlineData("10004008", "query_history_k_data_plus", "anonymous", "1", "10", "sh.600000", "date", "2024-01-02", "2024-02-30", "d", "3")]
    [InlineData("10004009", "query_history_k_data_plus", "anonymous", "1", "10", "sh.600000", "date", "2024-01-03", "2024-01-02", "d", "3")]
    [InlineData("10004019", "query_something_else", "anonymous", "1", "10", "sh.600000", "date", "2024-01-02", "2024-01-03", "d", "3")]
    public async Task Bad_parameters_are_answered_by_their_code(string code, params string[] fields)
    {
        await using var service = await MarketService.StartAsync(s_market);
        using var client = await WireClient.LoginAsync(service);

        var answer = await client.AskAsync("95", fields);

        Assert.Equal(("04", code), (answer.Type, answer.Code));
    }

    [Theory]
    [InlineData("10004010", "35", "query_all_stock", "anonymous", "1", "10", "yesterday")]
    [InlineData("10004010", "98", "query_daily_history_k_AStock", "anonymous", "20240102")]
    [InlineData("10004020", "9A", "query_daily_history_k_ETF", "anonymous", "2024-01-02")]
    [InlineData("10004020", "13", "query_dividend_data", "anonymous", "1", "10", "sh.600000", "2023", "report")]
    public async Task Other_bad_requests_too(string code, string type, params string[] fields)
    {
        await using var service = await MarketService.StartAsync(s_market);
        using var client = await WireClient.LoginAsync(service);

        Assert.Equal(code, (await client.AskAsync(type, fields)).Code);
    }
}
