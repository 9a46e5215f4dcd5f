namespace StockSync.MarketServer;

/// <summary>What stays the same over a security's life.</summary>
sealed class MadeUpTraits
{
    /// <summary>Hundredths of a yuan.</summary>
    public int IssuePrice { get; private init; }

    /// <summary>Shares of an ordinary day.</summary>
    public long Volume { get; private init; }

    /// <summary>The shares that can be traded: what turn is a percentage of.</summary>
    public long FloatShares { get; private init; }

    /// <summary>Earnings, book value, sales and cash flow of a share in thousandths of a yuan; 0 means unknown, an empty slot.</summary>
    public IReadOnlyList<int> PerShare { get; private init; } = [0, 0, 0, 0];

    public bool IsShare { get; private init; }

    /// <summary>Stock 1 has more than 2^31 shares traded a day, stock 0 is the dear one, stock 11 has no valuation, stock 12 a loss.</summary>
    public static MadeUpTraits OfShare(int number, Dice dice)
    {
        // Not for the dear one: its turnover would be beyond that of the whole country.
        var volume = number == 1 || number != 0 && dice.For(1).Below(500) == 0 ? 4_400_000_000L : 100_000L * dice.For(2).Between(1, 300);
        return new MadeUpTraits
        {
            IsShare = true,
            IssuePrice = number == 0 ? 150_000 : dice.For(3).Between(300, 9_000),
            Volume = volume,
            FloatShares = volume * dice.For(4).Between(20, 300),
            PerShare = number == 11 || dice.For(5).Percent(2)
                ? [0, 0, 0, 0]
                : [
                    number == 12 || dice.For(6).Percent(12) ? -dice.For(7).Between(10, 800) : dice.For(7).Between(20, 3_000),
                    dice.For(8).Between(500, 20_000),
                    dice.For(9).Between(300, 30_000),
                    dice.For(10).Percent(30) ? -dice.For(11).Between(10, 4_000) : dice.For(11).Between(10, 4_000),
                ],
        };
    }

    public static MadeUpTraits OfOther(int issuePrice, long volume) =>
        new() { IssuePrice = issuePrice, Volume = volume, FloatShares = volume * 100 };
}
