using StockSync.Engine.Service;
using StockSync.Engine.Sources.Contract;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Planning;

/// <summary>
/// What work costs with a service: its requests, and its time as the longest of three that overlap: the waits for answers, shared by the
/// connections; the store; and the pace that was asked for. What was not measured yet is taken from what is reported of the public service
/// (baostock, observed 2026).
/// </summary>
sealed class CostModel(ServiceState service, SyncSettings settings)
{
    // More than this share of failures is an outage; what it costs is not to be foreseen.
    const double MostFailures = 0.5;

    // What a request takes on this side, however little comes back: of two ways that are near, the one with fewer requests is the better.
    const double Handling = 0.002;

    readonly int _lanes = Math.Max(1, settings.ThrottleLimit);

    /// <summary>Seconds or rate of a kind: learned, or typical.</summary>
    public double Of(CostKind kind) => service.Costs.Mean(kind) ?? Typical(kind);

    /// <summary>What is reported of the public service.</summary>
    public static double Typical(CostKind kind) => kind switch
    {
        CostKind.MarketDay => 40,
        CostKind.StockRange => 3,
        CostKind.DayList => 1,
        CostKind.StockList => 2,
        CostKind.Calendar => 0.5,
        CostKind.Login or CostKind.Logout => 0.1,
        CostKind.Row => 2e-6,
        CostKind.StoredRow => 1e-5,
        CostKind.Run => 0.3,
        CostKind.FailureSeconds => 10,
        _ => 0,
    };

    /// <summary>Requests for a range of so many rows: a page that is full to the last row has another one after it.</summary>
    public int Pages(int rows) => (rows / Math.Max(1, settings.PageSize)) + 1;

    /// <summary>Seconds in which bars are fetched.</summary>
    /// <param name="work">What is asked for.</param>
    /// <param name="lists">Lists of days asked for on the way.</param>
    public double Seconds(BarWork work, double lists)
    {
        double frames = work.Requests + lists;
        double waits = (Rounds(work.MarketDays) * Of(CostKind.MarketDay))
            + (Rounds(work.Pages) * Of(CostKind.StockRange))
            + (lists / Math.Clamp(lists, 1, _lanes) * Of(CostKind.DayList))
            + (frames * ((Again * Of(CostKind.FailureSeconds)) + Handling) / _lanes);
        long rows = work.MarketRows + work.RangeRows;
        double pace = settings.MaxRequestsPerSecond > 0 ? frames * (1 + Again) / settings.MaxRequestsPerSecond : 0;
        return Math.Max(waits + (rows * Of(CostKind.Row)), Math.Max(rows * Of(CostKind.StoredRow), pace));
    }

    /// <summary>Frames and seconds of a run from here on: bars, lists and the logouts, and the logins of further connections.</summary>
    /// <param name="work">What is asked for.</param>
    /// <param name="lists">Lists of days asked for on the way.</param>
    public CostEstimate Rest(BarWork work, double lists)
    {
        int lanes = Lanes(work);
        double frames = ((work.Requests + lists) * (1 + Again)) + (2 * lanes) - 1;
        double seconds = Seconds(work, lists) + (lanes > 1 ? Of(CostKind.Login) : 0) + Of(CostKind.Logout);
        return new CostEstimate((int)Math.Round(frames), seconds);
    }

    /// <summary>All frames of a run and its whole duration.</summary>
    /// <param name="work">What is asked for.</param>
    /// <param name="lists">Lists of days asked for on the way.</param>
    /// <param name="asksCalendar">False where the store knows the calendar.</param>
    public CostEstimate Whole(BarWork work, double lists, bool asksCalendar)
    {
        // Login and stock list come before.
        var rest = Rest(work, lists);
        double before = Of(CostKind.Run) + Of(CostKind.Login) + Of(CostKind.StockList) + (asksCalendar ? Of(CostKind.Calendar) : 0);
        return new CostEstimate(rest.Requests + 2 + (asksCalendar ? 1 : 0), rest.Seconds + before);
    }

    /// <summary>The price by which shapes are compared.</summary>
    /// <param name="work">What is asked for.</param>
    /// <param name="remaining">Requests left of today's budget.</param>
    public WorkPrice Price(BarWork work, int remaining)
    {
        int over = (int)Math.Ceiling(work.Requests * (1 + Again)) - Math.Max(0, remaining);
        int budget = Math.Max(1, settings.DailyBudget);
        return new WorkPrice(over <= 0 ? 0 : 1 + ((over - 1) / budget), Seconds(work, 0), work.Requests);
    }

    // Frames sent again for each that was planned: a rate of 0.2 makes 100 requests 125 frames.
    double Again => Math.Min(MostFailures, Of(CostKind.FailureRate)) is var rate ? rate / (1 - rate) : 0;

    int Lanes(BarWork work) => Math.Clamp(Math.Max(work.MarketDays, work.Stocks), 1, _lanes);

    double Rounds(int requests) => Math.Ceiling((double)requests / _lanes);
}

/// <summary>An amount of work: how much is asked for in which shape, and the rows that the answers bring.</summary>
/// <param name="MarketDays">Market days.</param>
/// <param name="MarketRows">Rows that they bring.</param>
/// <param name="Stocks">Stock ranges.</param>
/// <param name="Pages">Requests for them.</param>
/// <param name="RangeRows">Rows that they bring.</param>
readonly record struct BarWork(int MarketDays, long MarketRows, int Stocks, int Pages, long RangeRows)
{
    /// <summary>Requests for bars.</summary>
    public int Requests => MarketDays + Pages;

    /// <summary>The one shape, both, or <see cref="RequestShape.MarketDay"/> where there is nothing to ask.</summary>
    public RequestShape Shape => (MarketDays, Stocks) switch
    {
        (> 0, > 0) => RequestShape.Mixed,
        (0, > 0) => RequestShape.StockRange,
        _ => RequestShape.MarketDay,
    };

    public static BarWork operator +(BarWork left, BarWork right) => new(
        left.MarketDays + right.MarketDays,
        left.MarketRows + right.MarketRows,
        left.Stocks + right.Stocks,
        left.Pages + right.Pages,
        left.RangeRows + right.RangeRows);
}

/// <summary>What some work costs: first the days that a spent budget makes it wait, then its seconds, then its requests.</summary>
/// <param name="Waits">Beijing days until there is budget for all of it; 0 where today's is enough.</param>
/// <param name="Seconds">Expected duration.</param>
/// <param name="Requests">Frames.</param>
readonly record struct WorkPrice(int Waits, double Seconds, int Requests) : IComparable<WorkPrice>
{
    public int CompareTo(WorkPrice other) => (Waits, Seconds, Requests).CompareTo((other.Waits, other.Seconds, other.Requests));

    /// <summary>True where it is lower than the other by at least a share of it.</summary>
    public bool IsWorth(WorkPrice other, double share) =>
        Waits < other.Waits || (Waits == other.Waits && Seconds <= other.Seconds * (1 - share) && Seconds < other.Seconds);

    public static bool operator <=(WorkPrice left, WorkPrice right) => left.CompareTo(right) <= 0;

    public static bool operator >=(WorkPrice left, WorkPrice right) => left.CompareTo(right) >= 0;
}

/// <summary>What a run is expected to need.</summary>
/// <param name="Requests">Frames, those beside bars included.</param>
/// <param name="Seconds">From start to end.</param>
readonly record struct CostEstimate(int Requests, double Seconds);

/// <summary>
/// How a measured mean changes what is known: by the number of measurements on either side, of which old ones count less and less. A run
/// with a few answers does not overturn one with many; a service that became slower is known as slow after one run of usual size.
/// </summary>
static class CostLearning
{
    /// <summary>Which kind of cost the answers to a request tell of.</summary>
    public static readonly (RequestKind Request, CostKind Cost)[] Answers =
    [
        (RequestKind.MarketDay, CostKind.MarketDay),
        (RequestKind.StockRange, CostKind.StockRange),
        (RequestKind.DayList, CostKind.DayList),
        (RequestKind.StockList, CostKind.StockList),
        (RequestKind.Calendar, CostKind.Calendar),
        (RequestKind.Login, CostKind.Login),
        (RequestKind.Logout, CostKind.Logout),
    ];

    /// <summary>Days after which a measurement counts half.</summary>
    public const double HalfLifeDays = 7;

    /// <summary>More answers than this make a mean no surer: tomorrow's service is not today's.</summary>
    public const double MostWeight = 300;

    /// <summary>What is known afterwards.</summary>
    /// <param name="before">What was known, or null.</param>
    /// <param name="mean">What was measured.</param>
    /// <param name="count">How many measurements; 0 changes nothing but what age does.</param>
    /// <param name="now">UTC.</param>
    /// <param name="mostWeight">Where to stop counting.</param>
    public static LearnedCost Merge(LearnedCost? before, double mean, double count, DateTime now, double mostWeight = MostWeight)
    {
        double old = before is { } known ? Math.Min(known.Weight, mostWeight) * Fading(now - known.MeasuredAt) : 0;
        double fresh = Math.Min(count, mostWeight);
        double weight = old + fresh;
        return weight <= 0 || fresh <= 0
            ? before ?? new LearnedCost(mean, 0, now)
            : new LearnedCost((((before?.Mean ?? 0) * old) + (mean * fresh)) / weight, Math.Min(weight, mostWeight), now);
    }

    /// <summary>What is known with the figures of this run in place of older ones, where it has some: for a plan that is made within it.</summary>
    public static ServiceCosts Now(ServiceCosts before, RequestBudget requestBudget, DateTime now)
    {
        var costs = before;
        foreach (var (request, cost) in Answers)
        {
            var answers = requestBudget.Answers(request);
            if (answers.Count > 0)
                costs = costs.With(cost, new LearnedCost(answers.Mean, answers.Count, now));
        }
        return costs;
    }

    // A clock that was set back makes nothing younger than it is.
    static double Fading(TimeSpan age) => Math.Pow(0.5, Math.Max(0, age.TotalDays) / HalfLifeDays);
}
