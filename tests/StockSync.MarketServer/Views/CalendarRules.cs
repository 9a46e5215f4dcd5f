namespace StockSync.MarketServer;

/// <summary>The rules about the calendar: what comes after <c>calendar</c>.</summary>
static class CalendarRules
{
    public static MarketView Read(string text, RuleWords words) => words.Next("what is wrong with the calendar") switch
    {
        "closed" => Said(text, words.Take("all") ? DayRange.All : words.Days(), isTradingDay: false),
        "open" => Said(text, words.Days(), isTradingDay: true),
        "until" => Until(text, words.Day()),
        var word => throw new FormatException($"'{word}' is not closed, open or until"),
    };

    static MarketView Said(string text, DayRange days, bool isTradingDay) =>
        Calendar(text, all => all.Select(day => days.Covers(day.Day) ? day with { IsTradingDay = isTradingDay } : day));

    static MarketView Until(string text, DateOnly last) => Calendar(text, all => all.TakeWhile(day => day.Day <= last));

    static MarketView Calendar(string text, Func<IEnumerable<MarketCalendarDay>, IEnumerable<MarketCalendarDay>> change) =>
        new(text, (market, _) => new ChangedCalendar(market, change));
}
