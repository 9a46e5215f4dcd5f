namespace StockSync.MarketServer;

/// <summary>The answer to a request that was not made, well formed in itself: what a mix-up in the service looks like.</summary>
static class WrongAnswer
{
    public static Answer Of(Answer right, IMarket market, string type, IReadOnlyList<string> fields)
    {
        // a request that fails anyway is left to fail
        if (right.Type == MessageTypes.Error)
            return right;
        string[] other = [.. fields];
        switch (type)
        {
            case MessageTypes.Bars or MessageTypes.AdjustFactor or MessageTypes.StockBasic:
                other[4] = OtherCode(market, fields[4]);
                break;
            case MessageTypes.MarketDay or MessageTypes.DailyAdjustFactor:
                other[2] = EarlierDay(market, fields[2]);
                break;
            case MessageTypes.AllStock:
                other[4] = EarlierDay(market, fields[4]);
                break;
            case MessageTypes.TradeDates:
                // the last day only
                other[4] = fields[5];
                break;
            default:
                type = MessageTypes.TradeDates;
                other = ["query_trade_dates", "anonymous", "1", "2000", "2024-01-01", "2024-01-10"];
                break;
        }
        return MarketQueries.Ask(market, type, other);
    }

    static string OtherCode(IMarket market, string code) =>
        market.Securities.FirstOrDefault(s => s.Code != code && s.IsAShare && s.OutDate is null)?.Code ?? "sh.600001";

    static string EarlierDay(IMarket market, string text)
    {
        if (!DecimalText.TryDay(text, out var day))
            return text;
        var earlier = market.Calendar.LastOrDefault(d => d.IsTradingDay && d.Day < day).Day;
        return DecimalText.Day(earlier == default ? day.AddDays(-1) : earlier);
    }
}
