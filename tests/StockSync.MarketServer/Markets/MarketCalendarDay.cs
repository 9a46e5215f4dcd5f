namespace StockSync.MarketServer;

/// <summary>One calendar day: does the market trade?</summary>
public readonly record struct MarketCalendarDay(DateOnly Day, bool IsTradingDay);
