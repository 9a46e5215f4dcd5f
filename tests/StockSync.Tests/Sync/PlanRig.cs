using StockSync.Engine.Evidence;
using StockSync.Engine.Market;
using StockSync.Engine.Planning;
using StockSync.Engine.Sources.Contract;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Tests.Sync;

/// <summary>Plans made of a matrix of holes: so many stocks on so many weekdays, of which some cells are missing.</summary>
sealed class PlanRig
{
    readonly MissingBars _bars;

    public PlanRig(int days, int stocks, Func<int, int, bool> isMissing, Func<int, StockEntry>? stock = null)
    {
        Days = [.. Weekdays().Take(days)];
        Stocks = new StockList(Enumerable.Range(0, stocks).Select(
            stock ?? (s => new StockEntry(new StockCode(600000 + s), $"S{s}", new DateOnly(2000, 1, 1), null))));
        Present = new PresenceMatrix(Days, stocks);
        for (int d = 0; d < days; d++)
        {
            for (int s = 0; s < stocks; s++)
            {
                if (!isMissing(d, s))
                    Present[Days[d], s] = true;
            }
        }
        var scope = new SyncScope { Days = Days, From = Days[0], To = Days[^1] };
        foreach (var day in Days)
            scope.AddWholeDay(day);
        _bars = new MissingBars(scope, Stocks, Days, Present, KnownAbsences.Empty, force: false);
        Missing = _bars.Find();
    }

    public DateOnly[] Days { get; }

    public StockList Stocks { get; }

    public PresenceMatrix Present { get; }

    public MissingMatrix Missing { get; }

    public ServiceState Service { get; init; } = new() { Endpoint = "host:1" };

    public SyncSettings Settings { get; init; } = new();

    public int Remaining { get; init; } = 45_000;

    /// <summary>What stopped runs were answered for.</summary>
    public IReadOnlyList<StockCoverage> Answered { get; init; } = [];

    public CostModel Model => new(Service, Settings);

    /// <summary>A service that was measured.</summary>
    public static ServiceState Measured(double marketDay, double stockRange) => new()
    {
        Endpoint = "host:1",
        Costs = ServiceCosts.None
            .With(CostKind.MarketDay, new LearnedCost(marketDay, 10, DateTime.UnixEpoch))
            .With(CostKind.StockRange, new LearnedCost(stockRange, 10, DateTime.UnixEpoch)),
    };

    public (IReadOnlyList<DateOnly> MarketDays, IReadOnlyList<StockUnit> Ranges, CostChoice Cost) Plan(RequestShape asked = RequestShape.Auto) =>
        new ShapeChooser(_bars, Stocks, Service, Settings, Remaining).Choose(asked, Missing, _bars.Without(Missing, Answered));

    /// <summary>The same holes for another service and other settings.</summary>
    public (IReadOnlyList<DateOnly> MarketDays, IReadOnlyList<StockUnit> Ranges, CostChoice Cost) PlanFor(ServiceState service, SyncSettings settings) =>
        new ShapeChooser(_bars, Stocks, service, settings, Remaining).Choose(RequestShape.Auto, Missing, Missing);

    /// <summary>Seconds of a plan in which a shape is insisted on.</summary>
    public double Pure(RequestShape shape) => Plan(shape).Cost.Seconds;

    static IEnumerable<DateOnly> Weekdays()
    {
        for (var day = new DateOnly(2015, 1, 1); ; day = day.AddDays(1))
        {
            if (day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
                yield return day;
        }
    }
}
