namespace StockSync.Engine.Sources.Contract;

/// <summary>One calendar day.</summary>
readonly record struct CalendarDay(DateOnly Date, bool IsTradingDay);
