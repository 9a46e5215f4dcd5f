using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using StockSync.Engine.Market;
using StockSync.Engine.Sources.Contract;

namespace StockSync.Tests.Evidence;

/// <summary>Days, calendars and clocks.</summary>
static class Trading
{
    public static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static DateOnly? DayOrNull(string? text) => text is null ? null : Day(text);

    /// <summary>Each calendar day; weekdays are trading days but for some.</summary>
    public static IEnumerable<CalendarDay> Days(string from, string to, params string[] closed)
    {
        var holidays = closed.Select(Day).ToHashSet();
        for (var day = Day(from); day <= Day(to); day = day.AddDays(1))
            yield return new CalendarDay(day, day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !holidays.Contains(day));
    }

    public static TradingCalendar Calendar(string from, string to, params string[] closed) => new(Days(from, to, closed));

    /// <summary>A clock that stands at a Beijing time.</summary>
    public static BeijingClock At(string beijing) => new(new FakeTimeProvider(
        new DateTimeOffset(DateTime.Parse(beijing, CultureInfo.InvariantCulture), TimeSpan.FromHours(8))));
}
