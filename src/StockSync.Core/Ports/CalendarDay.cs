namespace StockSync;

/// <summary>One calendar day.</summary>
readonly record struct CalendarDay(DateOnly Date, bool IsTradingDay);
