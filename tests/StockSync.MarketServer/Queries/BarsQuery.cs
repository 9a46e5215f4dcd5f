namespace StockSync.MarketServer;

/// <summary>
/// Bars of one security. Only day bars are served. Adjusted prices need the ex dates; a market without them answers
/// 10004012, as the real service does for a flag it does not know.
/// </summary>
static class BarsQuery
{
    public static Answer Ask(IMarket market, QueryParameters asked)
    {
        var code = asked.Code(0);
        var columns = asked[1].Split(',', StringSplitOptions.TrimEntries);
        var places = Places(columns);
        var (first, last) = asked.Range(2);
        var flag = asked[5];
        if (asked[4] != "d" || flag is not ("1" or "2" or "3") || (flag != "3" && !market.KnowsAdjustFactors))
            throw ServiceError.UnknownField;
        var bars = market.StockRange(code, first, last);
        if (flag != "3")
            bars = AdjustedBars.Adjust(bars, market.AdjustFactors(code), flag);
        return new Answer
        {
            Type = "96",
            Kind = "rows",
            IsCompressed = true,
            Before = asked.Head,
            Table = new AnswerTable(columns, bars.Select(b => new AnswerRow(code, b.Day, [.. places.Select(p => b[p])])))
            {
                Page = asked.Page,
            },
            After = asked.Echo,
        };
    }

    static int[] Places(string[] columns)
    {
        if (columns is [""])
            throw ServiceError.EmptyParameter;
        var places = columns.Select(BarColumns.IndexOf).ToArray();
        if (places.Contains(-1))
            throw ServiceError.UnknownField;
        return places.Distinct().Count() == places.Length ? places : throw ServiceError.RepeatedField;
    }
}
