using System.Globalization;
using StockSync.Engine.Sources.Contract;

namespace StockSync.Engine.Sources.Baostock.Protocol;

/// <summary>One question to the service: what its request says, and where its answer must say what.</summary>
/// <param name="Type">The message type.</param>
/// <param name="Method">The method's name; the answer repeats it.</param>
/// <param name="IsPaged">
/// True for all but the daily functions: page and rows per page stand before the parameters, and the answer repeats both and every
/// parameter. The daily functions take a date alone and repeat nothing.
/// </param>
/// <param name="Parameters">In the service's order.</param>
/// <param name="FieldsParameter">Which parameter is a list of columns; its echo is the answer's column list. Negative: none.</param>
sealed record Query(string Type, string Method, bool IsPaged, IReadOnlyList<string> Parameters, int FieldsParameter = -1)
{
    const int FirstEcho = 7;

    /// <summary>The 18 fields of a day's bar, in the order of the service's documentation.</summary>
    public const string BarFields =
        "date,code,open,high,low,close,preclose,volume,amount,adjustflag,turn,tradestatus,pctChg,peTTM,pbMRQ,psTTM,pcfNcfTTM,isST";

    /// <summary>The slot of the rows.</summary>
    public int DataSlot => IsPaged ? 6 : 4;

    /// <summary>The slot of the column names.</summary>
    public int ColumnsSlot => !IsPaged ? 5 : FirstEcho + (FieldsParameter < 0 ? Parameters.Count : FieldsParameter);

    public static Query TradeDates(DateOnly from, DateOnly to) =>
        new(MessageType.TradeDates, "query_trade_dates", true, [from.Text(), to.Text()]);

    public static Query AllStock(DateOnly day) => new(MessageType.AllStock, "query_all_stock", true, [day.Text()]);

    /// <summary>Every security: no code, no name filter.</summary>
    public static Query StockBasic() => new(MessageType.StockBasic, "query_stock_basic", true, ["", ""]);

    /// <summary>Unadjusted daily bars of one stock.</summary>
    public static Query History(StockCode code, DateOnly from, DateOnly to, string fields = BarFields) =>
        new(MessageType.History, "query_history_k_data_plus", true, [code.SourceForm, fields, from.Text(), to.Text(), "d", "3"], 1);

    /// <summary>Unadjusted bars of all A shares of one day.</summary>
    public static Query DailyAStock(DateOnly day) =>
        new(MessageType.DailyAStock, "query_daily_history_k_AStock", false, [day.Text()]);

    public static Query AdjustFactor(StockCode code, DateOnly from, DateOnly to) =>
        new(MessageType.AdjustFactor, "query_adjust_factor", true, [code.SourceForm, from.Text(), to.Text()]);

    public static Query DailyAdjustFactor(DateOnly day) =>
        new(MessageType.DailyAdjustFactor, "query_daily_adjust_factor", false, [day.Text()]);

    /// <summary>The request; <paramref name="page"/> counts from 1.</summary>
    public byte[] Encode(int page, int pageSize) => RequestFrame.Encode(
        Type, IsPaged ? [Method, Wire.User, Number(page), Number(pageSize), .. Parameters] : [Method, Wire.User, .. Parameters]);

    /// <summary>Refuses a successful answer that is not the answer to this very request, a late one for example.</summary>
    public void Verify(Answer answer, int page, int pageSize)
    {
        int slots = IsPaged ? Math.Max(FirstEcho + Parameters.Count, ColumnsSlot + 1) : ColumnsSlot + 1;
        if (answer.Count != slots)
            throw SourceErrors.Protocol(ProtocolFault.Slots);
        if (!answer.Matches(2, Method) || !answer.Matches(3, Wire.User))
            throw SourceErrors.Protocol(ProtocolFault.Method);
        if (!IsPaged)
            return;
        if (!answer.Matches(4, Number(page)) || !answer.Matches(5, Number(pageSize)))
            throw SourceErrors.Protocol(ProtocolFault.Echo);
        for (int i = 0; i < Parameters.Count; i++)
        {
            // The echo of a field list is read as the column list, by name.
            if (i != FieldsParameter && !answer.Matches(FirstEcho + i, Parameters[i]))
                throw SourceErrors.Protocol(ProtocolFault.Echo);
        }
    }

    static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>The two characters that say what a frame is.</summary>
static class MessageType
{
    public const string Login = "00";
    public const string Logout = "02";

    /// <summary>May answer anything.</summary>
    public const string Error = "04";

    public const string AdjustFactor = "15";
    public const string TradeDates = "33";
    public const string AllStock = "35";
    public const string StockBasic = "45";
    public const string History = "95";
    public const string DailyAStock = "98";
    public const string DailyAdjustFactor = "9C";

    /// <summary>True for the four answers whose body is a zlib stream.</summary>
    public static bool IsCompressed(string type) => type is "96" or "99" or "9B" or "9D";

    /// <summary>What a request of this type asks for.</summary>
    public static RequestKind KindOf(string type) => type switch
    {
        Login => RequestKind.Login,
        Logout => RequestKind.Logout,
        TradeDates => RequestKind.Calendar,
        StockBasic => RequestKind.StockList,
        AllStock => RequestKind.DayList,
        History => RequestKind.StockRange,
        DailyAStock => RequestKind.MarketDay,
        AdjustFactor => RequestKind.StockFactors,
        DailyAdjustFactor => RequestKind.DayFactors,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "No request has this type."),
    };
}
