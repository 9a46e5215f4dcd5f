namespace StockSync.MarketServer;

/// <summary>The request types this service answers; any other is answered with 10004020.</summary>
public static class MessageTypes
{
    public const string Login = "00";
    public const string Logout = "02";
    public const string AdjustFactor = "15";
    public const string TradeDates = "33";
    public const string AllStock = "35";
    public const string StockBasic = "45";

    /// <summary>Bars of one security.</summary>
    public const string Bars = "95";

    /// <summary>Bars of all A shares of one day.</summary>
    public const string MarketDay = "98";

    /// <summary>Adjust factors of one day.</summary>
    public const string DailyAdjustFactor = "9C";

    // an answer to whatever was asked
    internal const string Error = "04";

    // Not part of Without98's old service, and not served by the new one here either.
    internal static bool IsSince093(string type) => type is MarketDay or DailyAdjustFactor or "9A";
}
