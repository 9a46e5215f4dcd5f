namespace StockSync.Engine.Operations.Reports;

/// <summary>The last half year in weeks: enough to see a trend, and a day's scatter does not hide it.</summary>
static class Weeks
{
    const int Count = 26;

    /// <summary>The Monday of a day's week.</summary>
    public static DateOnly Of(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));

    /// <summary>The Monday of the first week.</summary>
    public static DateOnly First(DateOnly today) => Of(today).AddDays(-7 * (Count - 1));

    /// <summary>Items by the week of their day, only weeks that have some, in order.</summary>
    public static IReadOnlyList<IGrouping<DateOnly, T>> Group<T>(IEnumerable<T> items, Func<T, DateOnly> day) =>
        [.. items.GroupBy(item => Of(day(item))).OrderBy(week => week.Key)];

    /// <summary>The middle of a week, where its point is drawn.</summary>
    public static DateTime Middle(DateOnly monday) => monday.ToDateTime(TimeOnly.MinValue).AddDays(3.5);
}
