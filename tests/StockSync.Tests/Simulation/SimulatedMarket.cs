using StockSync.Engine.Sources.Contract;

namespace StockSync.Tests.Simulation;

/// <summary>What is true: which stocks have a bar on which day, and what it says, before and after corrections.</summary>
sealed class SimulatedMarket
{
    public static readonly DateOnly First = new(2024, 1, 2);

    readonly Fate _fate;
    readonly HashSet<(DateOnly, int)> _corrected = [];

    public SimulatedMarket(long seed)
    {
        _fate = new Fate(seed);
        int count = 4 + _fate.Below(9, 1);
        Stocks = [.. Enumerable.Range(0, count).Select(Stock)];
    }

    public IReadOnlyList<StockEntry> Stocks { get; }

    /// <summary>Weekdays but for a few holidays.</summary>
    public bool IsTradingDay(DateOnly day) =>
        day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && day != new DateOnly(2024, 1, 1) && _fate.Of(2, day.DayNumber) > 0.06;

    public IEnumerable<DateOnly> TradingDays(DateOnly to)
    {
        for (var day = First; day <= to; day = day.AddDays(1))
        {
            if (IsTradingDay(day))
                yield return day;
        }
    }

    /// <summary>The service names the stock in its list of the day. (Real gaps are single stocks: see the histories.)</summary>
    public bool IsListed(int stock, DateOnly day) => Stocks[stock].IsExpectedOn(day);

    public void Correct(int stock, DateOnly day) => _corrected.Add((day, stock));

    /// <summary>The bar as published now, or as before any correction.</summary>
    public BarRow Row(int stock, DateOnly day, bool original = false)
    {
        long close = 50_000 + _fate.Below(400_000, 4, stock, day.DayNumber) + (!original && _corrected.Contains((day, stock)) ? 100 : 0);
        bool trades = _fate.Of(5, stock, day.DayNumber) > 0.1;
        return new BarRow
        {
            Code = Stocks[stock].Code,
            Date = day,
            Open = close,
            High = close + 500,
            Low = close - 500,
            Close = close,
            Preclose = close - 100,
            Volume = trades ? 1000 : 0,
            Amount = trades ? close * 1000 : 0,
            ChangePct = BarRow.Missing,
            TurnoverRate = BarRow.Missing,
            PeTtm = BarRow.Missing,
            PbMrq = BarRow.Missing,
            PsTtm = BarRow.Missing,
            PcfNcfTtm = BarRow.Missing,
            TradeStatus = trades,
        };
    }

    StockEntry Stock(int index)
    {
        // The first one is always there: no real trading day is without bars, and the product takes none for done.
        if (index == 0)
            return new StockEntry(new StockCode(600000), "S0", First.AddDays(-100), null);
        var listed = First.AddDays(_fate.Of(6, index) < 0.2 ? _fate.Below(25, 7, index) : -100);
        DateOnly? delisted = _fate.Of(8, index) < 0.1 ? First.AddDays(28 + _fate.Below(10, 9, index)) : null;
        return new StockEntry(new StockCode((index % 2 == 0 ? 600000 : 1) + index), $"S{index}", listed, delisted);
    }
}
