namespace StockSync.MarketServer;

/// <summary>The 18 columns of a day bar in the order message 98 sends them.</summary>
public static class BarColumns
{
    internal const int Date = 0;
    internal const int Code = 1;
    internal const int Open = 2;
    internal const int High = 3;
    internal const int Low = 4;
    internal const int Close = 5;
    internal const int Preclose = 6;
    internal const int Volume = 7;
    internal const int Amount = 8;
    internal const int AdjustFlag = 9;
    internal const int Turn = 10;
    internal const int TradeStatus = 11;
    internal const int PctChg = 12;
    internal const int PeTtm = 13;
    internal const int PbMrq = 14;
    internal const int PsTtm = 15;
    internal const int PcfNcfTtm = 16;
    internal const int IsSt = 17;

    /// <summary>The names, comma separated, as the column slot of message 98 holds them.</summary>
    public const string Joined =
        "date,code,open,high,low,close,preclose,volume,amount,adjustflag,turn,tradestatus,pctChg,peTTM,pbMRQ,psTTM,pcfNcfTTM,isST";

    /// <summary>The names in order.</summary>
    public static IReadOnlyList<string> All { get; } = Joined.Split(',');

    /// <summary>The place of a column, or -1; upper and lower case do not matter, as in the service.</summary>
    public static int IndexOf(string name)
    {
        for (var i = 0; i < All.Count; i++)
            if (string.Equals(All[i], name, StringComparison.OrdinalIgnoreCase))
                return i;
        return -1;
    }
}
