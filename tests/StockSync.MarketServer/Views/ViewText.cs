namespace StockSync.MarketServer;

/// <summary>Views as text, one rule each; <see cref="Rules"/> lists them.</summary>
public static class ViewText
{
    /// <summary>The rules and what they mean, for a help text.</summary>
    public const string Rules =
        """
        bars DAYS SOME [only 95|98]     rows are missing in stock ranges (95) and market days (98)
        list DAYS SOME                  names are missing in the list of the day (35)
        both DAYS SOME [only 95|98]     both of these
        suspend CODES DAYS              neither bars nor names, though the stock list has the stocks
        values DAYS yesterday           the bars of the trading day before under this date
        values DAYS half                half of each price; adjustflag 3
        values DAYS adjusted            fore adjusted prices; adjustflag 3
        values DAYS swapped             the first and the second share have each other's values, and so on
        values DAYS shifted             each share has the values of the one before it
        values DAYS volume X            so much of volume, amount and turnover
        values DAYS bad CODES           the low is above the high
        values DAYS untraded CODES      the trade status is 0 and the volume is not
        values ... [of WHO] [only 95|98]    ... of these shares or in these answers only
        stocks SOME                     names are missing in the stock list (45)
        stocks first N                  it ends after N entries
        stocks growing N by M           it ends after N, and each time it is asked for, M later
        stocks pagecap N                pages of N entries, whatever size is asked for and repeated
        stocks type T CODES             these have another type
        stocks listed CODES DAY         these have another ipoDate
        stocks out CODES DAY|-          these have another outDate, or none
        stocks late CODES until DAY     it does not name these up to the evening of this day
        rename OLD NEW from DAY|now     from the evening of this day on all of the stock's history is under the new code and
               [out DAY]                the old one not in the stock list, or in it with this outDate
        calendar closed DAYS|all        these are no trading days (33); their bars remain
        calendar open DAYS              these are trading days; without bars
        calendar until DAY              it ends here
        """;

    /// <summary>Reads one rule; a <see cref="FormatException"/> says what is wrong.</summary>
    public static MarketView Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var words = new RuleWords(text);
        try
        {
            var view = Read(text, words);
            return words.IsEnd ? view : throw new FormatException($"'{words.Next("nothing")}' is too much");
        }
        catch (FormatException bad)
        {
            throw new FormatException($"The view '{text}' is not understood: {bad.Message}.", bad);
        }
    }

    /// <summary>Who is missing: the first word of it, then the others.</summary>
    internal static CodeChoice Missing(string word, RuleWords words) => word switch
    {
        "share" => CodeChoice.Lowest(1 - words.Share(), Seed(words)),
        "lacking" => CodeChoice.Lowest(words.Share(), Seed(words)),
        "without" => CodeChoice.Of(words.Codes()),
        _ => throw new FormatException($"there is no '{word}' here"),
    };

    static MarketView Read(string text, RuleWords words) => words.Next("a rule") switch
    {
        "bars" => Fewer(text, words, RowKinds.Bars),
        "list" => Fewer(text, words, RowKinds.Lists),
        "both" => Fewer(text, words, RowKinds.Bars | RowKinds.Lists),
        "suspend" => Suspend(text, words),
        "values" => Values(text, words),
        "stocks" => StockListRules.Read(text, words),
        "rename" => Rename(text, words),
        "calendar" => CalendarRules.Read(text, words),
        var word => throw new FormatException($"there is no rule '{word}'"),
    };

    static MarketView Fewer(string text, RuleWords words, RowKinds kinds)
    {
        var days = words.Days();
        var missing = Missing(words.Next("share, lacking or without"), words);
        if (kinds != RowKinds.Lists)
            kinds &= Only(words) | RowKinds.Lists;
        return new MarketView(text, (market, _) => new FewerRows(market, kinds, days, missing));
    }

    static MarketView Suspend(string text, RuleWords words)
    {
        var (stocks, days) = (CodeChoice.Of(words.Codes()), words.Days());
        return new MarketView(text, (market, _) => new FewerRows(market, RowKinds.Bars | RowKinds.Lists, days, stocks));
    }

    static MarketView Values(string text, RuleWords words)
    {
        var days = words.Days();
        var who = CodeChoice.All;
        BarChange change;
        switch (words.Next("what is wrong with the values"))
        {
            case "yesterday": change = BarChanges.Yesterday; break;
            case "half": change = BarChanges.Half; break;
            case "adjusted": change = BarChanges.Adjusted; break;
            case "swapped": change = BarChanges.Swapped; break;
            case "shifted": change = BarChanges.Shifted; break;
            case "volume": change = BarChanges.Volume(words.Share()); break;
            case "bad": (change, who) = (BarChanges.Bad, CodeChoice.Of(words.Codes())); break;
            case "untraded": (change, who) = (BarChanges.Untraded, CodeChoice.Of(words.Codes())); break;
            case var word: throw new FormatException($"no values are '{word}'");
        }
        if (words.Take("of"))
            who = words.Take("share") ? CodeChoice.Lowest(words.Share(), Seed(words)) : CodeChoice.Of(words.Codes());
        var kinds = Only(words);
        return new MarketView(text, (market, _) => new ChangedBars(market, kinds, days, who, change));
    }

    static MarketView Rename(string text, RuleWords words)
    {
        var (old, current) = (words.Code(), words.Code());
        var first = DateOnly.MinValue;
        if (!words.Take("now"))
        {
            words.Expect("from");
            first = words.Day();
        }
        DateOnly? gone = words.Take("out") ? words.Day() : null;
        return new MarketView(text, (market, moment) => moment.Today < first ? market : new RenamedStock(market, old, current, gone));
    }

    static RowKinds Only(RuleWords words) => !words.Take("only") ? RowKinds.Bars : words.Next("95 or 98") switch
    {
        MessageTypes.Bars => RowKinds.StockRanges,
        MessageTypes.MarketDay => RowKinds.MarketDays,
        var word => throw new FormatException($"'{word}' is neither 95 nor 98"),
    };

    static int Seed(RuleWords words) => words.Take("seed") ? words.Number() : 0;
}
