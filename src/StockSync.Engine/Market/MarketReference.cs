namespace StockSync.Engine.Market;

/// <summary>What must be known before anything can be planned.</summary>
/// <param name="Calendar">The trading days.</param>
/// <param name="Stocks">The stock list.</param>
/// <param name="IsCalendarFetched">True where the service was asked for the calendar in this run.</param>
sealed record MarketReference(TradingCalendar Calendar, StockList Stocks, bool IsCalendarFetched);
