namespace StockSync.Engine.Sync;

/// <summary>What must be known before anything can be planned.</summary>
sealed record MarketReference(TradingCalendar Calendar, StockList Stocks);
