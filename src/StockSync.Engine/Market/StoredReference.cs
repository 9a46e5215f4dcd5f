using StockSync.Engine.Sources.Contract;

namespace StockSync.Engine.Market;

/// <summary>What the store knows of calendar and stocks.</summary>
/// <param name="Calendar">The calendar of the asked range; null where it is not known for certain.</param>
/// <param name="Planned">The same where some days are the exchanges' plan only: good enough for a plan, which a run checks once it has asked.</param>
/// <param name="Stocks">The stock list; null where there is none.</param>
/// <param name="Days">The calendar days around the range as they are stored, certain or not.</param>
sealed record StoredReference(TradingCalendar? Calendar, TradingCalendar? Planned, StockList? Stocks, IReadOnlyList<CalendarDay> Days);
