using StockSync.Engine.Sources.Contract;

namespace StockSync.Engine.Sources.Baostock.Protocol;

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
