using StockSync.Engine.Service;
using StockSync.Engine.Sources.Contract;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Planning;

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
