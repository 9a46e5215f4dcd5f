namespace StockSync.MarketServer;

/// <summary>The rules about the stock list: what comes after <c>stocks</c>.</summary>
static class StockListRules
{
    public static MarketView Read(string text, RuleWords words) => words.Next("what is wrong with the stock list") switch
    {
        "first" => First(text, words.Number()),
        "growing" => Growing(text, words),
        "type" => Changed(text, words.Number(), words.Codes(), (stock, type) => stock with { Type = type }),
        "listed" => Changed(text, words.Codes(), words.Day(), (stock, day) => stock with { IpoDate = day }),
        "out" => Changed(text, words.Codes(), words.DayOrNone(), (stock, day) => stock with { OutDate = day }),
        "late" => Late(text, words),
        "pagecap" => new MarketView(text) { StockPageCap = Math.Max(1, words.Number()) },
        var word => Without(text, ViewText.Missing(word, words)),
    };

    static MarketView First(string text, int count) => List(text, all => all.Take(count));

    static MarketView Without(string text, CodeChoice missing) => List(text, all => all.Where(stock => !missing.Has(stock.Code)));

    static MarketView Changed<T>(string text, T value, IReadOnlyList<string> codes, Func<MarketSecurity, T, MarketSecurity> change) =>
        Changed(text, codes, value, change);

    static MarketView Changed<T>(string text, IReadOnlyList<string> codes, T value, Func<MarketSecurity, T, MarketSecurity> change) =>
        List(text, all => all.Select(stock => codes.Contains(stock.Code) ? change(stock, value) : stock));

    static MarketView Late(string text, RuleWords words)
    {
        var late = words.Codes();
        words.Expect("until");
        var last = words.Day();
        return new MarketView(text, (market, moment) => moment.Today > last
            ? market
            : new ChangedStockList(market, all => all.Where(stock => !late.Contains(stock.Code))));
    }

    // Each first page of the whole list that is asked for shows more than the one before.
    static MarketView Growing(string text, RuleWords words)
    {
        var count = words.Number();
        words.Expect("by");
        var step = words.Number();
        var asked = 0;
        return new MarketView(text, (market, moment) =>
        {
            if (moment.Request is { Type: MessageTypes.StockBasic, Code: null, Page: 1 })
                Interlocked.Increment(ref asked);
            var shown = count + step * Math.Max(0, Volatile.Read(ref asked) - 1);
            return new ChangedStockList(market, all => all.Take(shown));
        });
    }

    static MarketView List(string text, Func<IEnumerable<MarketSecurity>, IEnumerable<MarketSecurity>> change) =>
        new(text, (market, _) => new ChangedStockList(market, change));
}
