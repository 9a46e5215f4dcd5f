namespace StockSync.MarketServer;

/// <summary>
/// When a security is listed, suspended, delisted and under special treatment. Every kind of fate falls on one of the first
/// fourteen stocks for certain, so that a small market has them all, and on later ones by chance.
/// Days are places in the list of trading days of the market.
/// </summary>
sealed class MadeUpPlan
{
    const int SuspensionEvery = 120;
    const int CertainFates = 14;

    readonly List<(int First, int Last, bool Blank)> _suspensions = [];

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
}
