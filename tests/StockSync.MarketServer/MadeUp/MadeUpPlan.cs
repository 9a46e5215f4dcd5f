namespace StockSync.MarketServer;

/// <summary>
/// When a security is listed, suspended, delisted and under special treatment. Every kind of fate falls on one of the first
/// fourteen stocks for certain, so that a small market has them all, and on later ones by chance.
/// Days are places in the list of trading days of the market.
/// </summary>
sealed class MadeUpPlan
{
    const int SuspensionEvery = 120;
    const int SuspensionBlock = 20;
    const int CertainFates = 14;

    // Recorded: one stock in 160 has no rows for about half a year while it is listed.
    const int GapOneIn = 160;
    const int ShortestGap = 100;
    const int LongestGap = 155;

    // Recorded lengths of suspensions in trading days: the middle of each eighth, the last eighth halved. Twelve days on average.
    static readonly int[] s_lengths = [1, 1, 1, 1, 1, 1, 1, 1, 1, 3, 4, 5, 8, 18, 40, 105];

    readonly List<(int First, int Last, bool Blank)> _suspensions = [];

    (int First, int Last) _gap = (0, -1);

    MadeUpPlan(int first, int last)
    {
        First = first;
        Last = last;
    }

    /// <summary>The first day with a bar; beyond <see cref="Last"/> where the stock never has one.</summary>
    public int First { get; }

    public int Last { get; }

    /// <summary>Special treatment begins here; <see cref="int.MaxValue"/> for never.</summary>
    public int StFrom { get; private init; } = int.MaxValue;

    /// <summary>Listed before the first trading day of the market.</summary>
    public bool ListedBefore { get; private init; }

    /// <summary>Delisted before the first trading day of the market: a row of stock_basic without bars.</summary>
    public bool DelistedBefore { get; private init; }

    /// <summary>Fates for stock number n of a market with so many trading days.</summary>
    public static MadeUpPlan Of(int number, int days, Dice dice)
    {
        var enough = days >= 8;
        if (enough && Falls(8, 1, dice.For(1)))
            return new MadeUpPlan(0, -1) { ListedBefore = true, DelistedBefore = true };
        var listedInside = enough && Falls(5, 5, dice.For(2));
        var first = listedInside ? dice.For(3).Between(1, days / 2) : 0;
        var delisted = enough && Falls(6, 2, dice.For(4));
        var last = delisted ? dice.For(5).Between(first, days - 2) : days - 1;
        var plan = new MadeUpPlan(first, last)
        {
            ListedBefore = !listedInside,
            StFrom = Falls(12, 3, dice.For(6)) ? 0 : number == 9 ? days / 2 : int.MaxValue,
        };
        plan.AddSuspensions(number, dice);
        return plan;

        bool Falls(int on, int chance, Dice roll) => number == on || (number >= CertainFates && roll.Percent(chance));
    }

    /// <summary>A security that trades on every day: an index or a fund.</summary>
    public static MadeUpPlan Always(int days) => new(0, days - 1) { ListedBefore = true };

    /// <summary>
    /// A stock of a market with the recorded growth. The calendar begins before the market does: what a stock lived through does not
    /// depend on where one begins to look.
    /// </summary>
    public static MadeUpPlan Recorded(int number, int first, int last, List<DateOnly> calendar, int earlier, Dice dice)
    {
        if (last < earlier)
            return new MadeUpPlan(0, -1) { ListedBefore = true, DelistedBefore = true };
        var plan = new MadeUpPlan(Math.Max(0, first - earlier), last - earlier)
        {
            ListedBefore = first < earlier,
            StFrom = number == 12 || dice.For(6).Percent(3) ? 0 : int.MaxValue,
        };
        plan.AddRecordedSuspensions(first, last, calendar, earlier, dice.For(7));
        var gap = dice.For(8);
        if (gap.Below(GapOneIn) == 0 && last - first > 3 * LongestGap)
        {
            var start = first + gap.For(1).Between(LongestGap, last - first - LongestGap - 1) - earlier;
            plan._gap = (start, start + gap.For(2).Between(ShortestGap, LongestGap));
        }
        return plan;
    }

    public int BarCount => Math.Max(0, Last - First + 1) - Math.Max(0, Math.Min(Last, _gap.Last) - Math.Max(First, _gap.First) + 1);

    /// <summary>False before the listing, after the delisting and in a gap.</summary>
    public bool HasBar(int day) => day >= First && day <= Last && (day < _gap.First || day > _gap.Last);

    public bool IsSuspended(int day, out bool blank)
    {
        foreach (var (first, last, isBlank) in _suspensions)
        {
            if (day < first || day > last)
                continue;
            blank = isBlank;
            return true;
        }
        blank = false;
        return false;
    }

    // Never on the first day: a suspended bar repeats a close that must exist.
    void AddSuspensions(int number, Dice dice)
    {
        for (var block = First; block < Last; block += SuspensionEvery)
        {
            var roll = dice.For(7).For(block);
            var certain = number is 2 or 7 && block == First;
            if (!certain && !roll.Percent(5))
                continue;
            var length = Math.Min(Last, block + SuspensionEvery) - block;
            var first = block + 1 + roll.For(1).Below(Math.Max(1, length / 2));
            var last = Math.Min(Last, first + roll.For(2).Below(20));
            _suspensions.Add((first, last, certain ? number == 7 : roll.For(3).Percent(30)));
        }
    }

    // A suspension begins as often as makes the year's share of suspended bars.
    void AddRecordedSuspensions(int first, int last, List<DateOnly> calendar, int earlier, Dice dice)
    {
        var whole = s_lengths.Sum() * 1_000 / s_lengths.Length;
        for (var block = first + 1; block <= last; block += SuspensionBlock)
        {
            var roll = dice.For(block);
            if (roll.Below(whole) >= RecordedYears.Suspended(calendar[block].Year) * SuspensionBlock)
                continue;
            var start = block + roll.For(1).Below(SuspensionBlock) - earlier;
            var end = Math.Min(last - earlier, start + s_lengths[roll.For(2).Below(s_lengths.Length)] - 1);
            if (end >= start && end > First)
                _suspensions.Add((Math.Max(start, First + 1), end, roll.For(3).Percent(30)));
        }
    }
}
