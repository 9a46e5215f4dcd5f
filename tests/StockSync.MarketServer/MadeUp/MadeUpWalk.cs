namespace StockSync.MarketServer;

/// <summary>The closes of one security over its days, in hundredths of a yuan, and the ex dates among them.</summary>
sealed class MadeUpWalk
{
    const int ExDateEvery = 240;
    const int Floor = 200;

    readonly int[] _closes;
    readonly int _first;
    readonly int _issue;
    readonly SortedList<int, ExDate> _exDates = [];

    public MadeUpWalk(MadeUpPlan plan, int number, int issue, bool paysOut, Dice dice)
    {
        _first = plan.First;
        _issue = issue;
        _closes = new int[Math.Max(0, plan.Last - plan.First + 1)];
        var previous = issue;
        var back = 1m;
        for (var i = 0; i < _closes.Length; i++)
        {
            var day = _first + i;
            if (!plan.HasBar(day) || plan.IsSuspended(day, out _))
            {
                _closes[i] = previous;
                continue;
            }
            var reference = previous;
            if (paysOut && i > 0 && IsExDate(number, day, plan, dice) && previous > Floor)
            {
                reference = Reference(previous, dice.For(1).For(day));
                back *= (decimal)previous / reference;
                _exDates.Add(day, new ExDate(reference, back));
            }
            previous = Step(reference, issue, dice.For(2).For(day));
            _closes[i] = previous;
        }
    }

    /// <summary>The ex dates by day.</summary>
    public IReadOnlyDictionary<int, ExDate> ExDates => _exDates;

    public int Close(int day) => _closes[day - _first];

    /// <summary>The reference price of the day: the close before, or the exchange's figure on an ex date.</summary>
    public int Preclose(int day)
    {
        if (_exDates.TryGetValue(day, out var ex))
            return ex.Reference;
        return day == _first ? _issue : _closes[day - 1 - _first];
    }

    // Stock 3 has one in every market; the others about two in three years.
    static bool IsExDate(int number, int day, MadeUpPlan plan, Dice dice)
    {
        if (number == 3 && day == plan.First + Math.Max(1, (plan.Last - plan.First) / 2))
            return true;
        var roll = dice.For(3).For(day / ExDateEvery);
        return roll.Percent(65) && roll.For(1).Below(ExDateEvery) == day % ExDateEvery;
    }

    // Either cash, 1 to 4 percent, or bonus shares, 10 for 12 up to 10 for 20.
    static int Reference(int previous, Dice dice)
    {
        var reference = dice.For(1).Percent(75)
            ? previous - Math.Max(1, previous * dice.For(2).Between(10, 40) / 1000)
            : previous * 10 / dice.For(3).Between(12, 20);
        return Math.Clamp(reference, 1, previous - 1);
    }

    // Within four percent a day, and pulled back from prices no share has.
    static int Step(int reference, int issue, Dice dice)
    {
        var points = dice.For(1).Between(-200, 200) + dice.For(2).Between(-200, 200);
        if (reference < Floor)
            points = Math.Abs(points);
        if (reference > (long)issue * 8)
            points = -Math.Abs(points);
        return (int)Math.Max(1, DecimalText.Divide((long)reference * (10_000 + points), 10_000));
    }

    /// <summary>An ex date: the reference price and the back adjust factor from this day on, not rounded.</summary>
    public readonly record struct ExDate(int Reference, decimal Back);
}
