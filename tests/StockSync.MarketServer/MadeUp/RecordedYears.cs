namespace StockSync.MarketServer;

/// <summary>
/// What is recorded of the real market, by year: A shares that came and that left (the service's stock_basic of 2026-04-30) and how many
/// in a thousand of its bars are suspended ones (333 stocks; none are recorded as such before 2000).
/// </summary>
static class RecordedYears
{
    const int First = 1990;

    // The last year's four months are all that was known of it.
    const int MonthsOfLast = 4;

    static readonly (int Came, int Left, int Suspended)[] s_years =
    [
        (8, 0, 0), (5, 0, 0), (40, 0, 0), (125, 0, 0), (112, 0, 0), (24, 0, 0), (203, 0, 0), (206, 0, 0), (106, 0, 0), (98, 1, 0),
        (136, 0, 9), (79, 3, 21), (71, 7, 30), (67, 4, 28), (100, 10, 17), (15, 11, 36), (66, 11, 164), (126, 10, 209), (77, 2, 199),
        (99, 5, 154), (350, 5, 126), (282, 3, 100), (155, 3, 54), (2, 6, 35), (125, 1, 75), (223, 7, 128), (227, 1, 89), (438, 5, 94),
        (105, 6, 55), (203, 11, 9), (396, 16, 17), (483, 20, 10), (345, 43, 2), (236, 45, 1), (77, 52, 1), (90, 30, 1), (25, 6, 1),
    ];

    static readonly int s_all = s_years.Sum(y => y.Came);

    /// <summary>The day on which one of so many shares is listed: they come in order of their numbers.</summary>
    public static DateOnly ListedOn(int number, int shares)
    {
        var rank = (long)number * s_all / shares;
        var year = 0;
        for (; rank >= s_years[year].Came; year++)
            rank -= s_years[year].Came;
        var months = year == s_years.Length - 1 ? MonthsOfLast : 12;
        var listed = new DateOnly(First + year, 1, 1).AddDays((int)(rank * months * 30 / s_years[year].Came));
        return listed < MadeUpCalendar.First ? MadeUpCalendar.First : listed;
    }

    /// <summary>The day on which it leaves; null for one that stays. Each year takes its share of those that are there.</summary>
    public static DateOnly? GoneOn(DateOnly listed, Dice dice)
    {
        const int whole = 1_000_000;
        var there = 0;
        for (var year = 0; year < s_years.Length; year++)
        {
            var (came, left, _) = s_years[year];
            if (First + year > listed.Year && dice.For(year).Below(whole) < (long)whole * left / there)
                return new DateOnly(First + year, 1, 1).AddDays(dice.For(year).For(1).Below(365));
            there += came - left;
        }
        return null;
    }

    /// <summary>Suspended bars of a thousand.</summary>
    public static int Suspended(int year) => s_years[Math.Clamp(year - First, 0, s_years.Length - 1)].Suspended;
}
