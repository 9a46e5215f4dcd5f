namespace StockSync.MarketServer;

/// <summary>When a share of a market with the recorded growth comes and leaves, on trading days.</summary>
/// <param name="Plan">The same in places of the market's days.</param>
/// <param name="Ipo">The day of its first bar.</param>
/// <param name="Gone">The day after its last one; null while it is listed.</param>
sealed record RecordedLife(MadeUpPlan Plan, DateOnly Ipo, DateOnly? Gone)
{
    /// <summary>The share of a number; null for one that is not listed yet when the market ends.</summary>
    /// <param name="number">From 0.</param>
    /// <param name="shares">How many the real market's shares are spread over.</param>
    /// <param name="calendar">All trading days up to the market's last.</param>
    /// <param name="earlier">How many of them lie before its first.</param>
    /// <param name="dice">The share's.</param>
    public static RecordedLife? Of(int number, int shares, List<DateOnly> calendar, int earlier, Dice dice)
    {
        var listed = RecordedYears.ListedOn(number, shares);
        var first = PlaceOf(listed, calendar);
        if (first >= calendar.Count)
            return null;
        var end = RecordedYears.GoneOn(listed, dice.For(1)) is { } day ? PlaceOf(day, calendar) : calendar.Count;
        var last = Math.Max(first, end - 1);
        return new RecordedLife(
            MadeUpPlan.Recorded(number, first, last, calendar, earlier, dice.For(2)),
            calendar[first],
            last < calendar.Count - 1 ? calendar[last].AddDays(1) : null);
    }

    // The first trading day that is not before.
    static int PlaceOf(DateOnly day, List<DateOnly> calendar)
    {
        var found = calendar.BinarySearch(day);
        return found < 0 ? ~found : found;
    }
}
