namespace StockSync.MarketServer;

/// <summary>Answers the queries of the protocol out of a market, or ends with a <see cref="ServiceErrorException"/>.</summary>
static class MarketQueries
{
    const string FactorColumns = "code,dividOperateDate,foreAdjustFactor,backAdjustFactor,adjustFactor";

    public static Answer Ask(IMarket market, string type, IReadOnlyList<string> fields) => type switch
    {
        MessageTypes.TradeDates => TradeDates(market, new QueryParameters(fields, "query_trade_dates", 2, paged: true)),
        MessageTypes.AllStock => AllStock(market, new QueryParameters(fields, "query_all_stock", 1, paged: true)),
        MessageTypes.StockBasic => StockBasic(market, new QueryParameters(fields, "query_stock_basic", 2, paged: true)),
        MessageTypes.Bars => BarsQuery.Ask(market, new QueryParameters(fields, "query_history_k_data_plus", 6, paged: true)),
        MessageTypes.MarketDay => MarketDay(market, new QueryParameters(fields, "query_daily_history_k_AStock", 1, paged: false)),
        MessageTypes.AdjustFactor => AdjustFactor(market, new QueryParameters(fields, "query_adjust_factor", 3, paged: true)),
        MessageTypes.DailyAdjustFactor =>
            DailyAdjustFactor(market, new QueryParameters(fields, "query_daily_adjust_factor", 1, paged: false)),
        _ => throw ServiceError.UnknownType,
    };

    static Answer TradeDates(IMarket market, QueryParameters asked)
    {
        var (first, last) = asked.Range(0);
        return Paged("34", asked, "calendar_date, is_trading_day",
            from day in market.Calendar
            where day.Day >= first && day.Day <= last
            select new AnswerRow(null, day.Day, [DecimalText.Day(day.Day), day.IsTradingDay ? "1" : "0"]));
    }

    static Answer AllStock(IMarket market, QueryParameters asked)
    {
        var day = asked.Day(0);
        return Paged("36", asked, "code,tradeStatus,code_name",
            market.ListedOn(day).Select(s => new AnswerRow(s.Code, day, [s.Code, s.TradeStatus, s.Name])));
    }

    static Answer StockBasic(IMarket market, QueryParameters asked)
    {
        var code = asked[0].Length == 0 ? null : asked.Code(0);
        return Paged("46", asked, "code, code_name, ipoDate, outDate, type, status",
            from s in market.Securities
            where (code is null || s.Code == code) && s.Name.Contains(asked[1], StringComparison.Ordinal)
            select new AnswerRow(s.Code, null, [
                s.Code, s.Name, DecimalText.Day(s.IpoDate), s.OutDate is { } gone ? DecimalText.Day(gone) : "",
                $"{s.Type}", s.OutDate is null ? "1" : "0"]));
    }

    static Answer MarketDay(IMarket market, QueryParameters asked)
    {
        var day = asked.Day(0);
        return Daily("99", asked, BarColumns.Joined, market.MarketDay(day).Select(b => new AnswerRow(b.Code, day, b.Values)));
    }

    static Answer AdjustFactor(IMarket market, QueryParameters asked)
    {
        var code = asked.Code(0);
        var (first, last) = asked.Range(1);
        return Paged("16", asked, FactorColumns,
            market.AdjustFactors(code).Where(f => f.ExDate >= first && f.ExDate <= last).Select(FactorRow));
    }

    static Answer DailyAdjustFactor(IMarket market, QueryParameters asked) =>
        Daily("9D", asked, FactorColumns, market.AdjustFactorsOn(asked.Day(0)).Select(FactorRow));

    static AnswerRow FactorRow(MarketAdjustFactor f) => new(f.Code, f.ExDate, [f.Code, DecimalText.Day(f.ExDate), f.Fore, f.Back, f.Adjust]);

    // the echoed parameters, then the columns
    static Answer Paged(string type, QueryParameters asked, string columns, IEnumerable<AnswerRow> rows) => new()
    {
        Type = type,
        Kind = "rows",
        Before = asked.Head,
        Table = new AnswerTable(columns.Split(',', StringSplitOptions.TrimEntries), rows) { Page = asked.Page },
        After = [.. asked.Echo, columns],
    };

    // no pages and no echo
    static Answer Daily(string type, QueryParameters asked, string columns, IEnumerable<AnswerRow> rows) => new()
    {
        Type = type,
        Kind = "rows",
        IsCompressed = true,
        Before = asked.Head,
        Table = new AnswerTable(columns.Split(','), rows),
        After = [columns],
    };
}
