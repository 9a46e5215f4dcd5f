using StockSync.Engine.Market;
using StockSync.Engine.Sources.Contract;

namespace StockSync.Engine.Evidence;

/// <summary>What a calendar says that no exchange ever did: a closure of weeks, or a month without a trading day.</summary>
static class CalendarCheck
{
    /// <summary>The first implausible span of closed days up to a day, or null. Only weekdays count as an end of it.</summary>
    /// <param name="days">The calendar, in order and without gaps.</param>
    /// <param name="until">The last day that is looked at: what lies ahead is a plan.</param>
    public static ClosedSpan? Find(IEnumerable<CalendarDay> days, DateOnly until)
    {
        DateOnly? from = null;
        ClosedSpan? span = null;
        foreach (var day in days)
        {
            if (day.Date > until || day.Date <= TradingCalendar.First)
                continue;
            if (day.IsTradingDay)
            {
                if (span is not null)
                    return span;
                from = null;
                continue;
            }
            from ??= day.Date;
            if (day.Date.DayNumber - from.Value.DayNumber + 1 > EvidenceLimits.ClosedDays)
                span = new ClosedSpan(from.Value, day.Date);
        }
        return span;
    }
}

/// <summary>Closed days in a row.</summary>
readonly record struct ClosedSpan(DateOnly From, DateOnly To);
