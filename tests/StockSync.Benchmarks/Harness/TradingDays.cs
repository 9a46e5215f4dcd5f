using StockSync.MarketServer;

namespace StockSync.Benchmarks.Harness;

/// <summary>The calendar of made-up markets.</summary>
static class TradingDays
{
    /// <summary>Where most markets of the scenarios begin.</summary>
    public static readonly DateOnly First = new(2024, 1, 2);

    /// <summary>So many trading days from a day on.</summary>
    public static IReadOnlyList<DateOnly> From(DateOnly first, int count)
    {
        var calendar = new MadeUpMarket(1, 0, first, first.AddDays((count * 7 / 5) + 60));
        return [.. calendar.TradingDays(first, first.AddDays((count * 7 / 5) + 60)).Take(count)];
    }

    /// <summary>The last of so many trading days from <see cref="First"/> on.</summary>
    public static DateOnly Last(int count) => From(First, count)[^1];
}
