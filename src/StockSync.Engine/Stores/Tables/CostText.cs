using System.Text.Json;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Stores.Tables;

/// <summary>Learned costs as they are stored: <c>{"MarketDay":{"Mean":40.1,"Weight":12.5,"MeasuredAt":"2026-11-26T10:00:00Z"}}</c>.</summary>
static class CostText
{
    // What older versions stored without saying how many answers it rests on.
    const double OldWeight = 5;

    public static string Write(ServiceCosts costs) =>
        JsonSerializer.Serialize(costs.All.OrderBy(c => c.Key).ToDictionary(c => c.Key.ToString(), c => c.Value));

    /// <summary>Reads them, or what an older version left.</summary>
    /// <param name="text">The document; null in a database that was not upgraded yet, or where nothing was learned since.</param>
    /// <param name="marketDay">Typical seconds as the first version stored them.</param>
    /// <param name="stockRange">The same for a stock range.</param>
    public static ServiceCosts Read(string? text, double? marketDay, double? stockRange)
    {
        var costs = ServiceCosts.None;
        if (text is null)
        {
            if (marketDay is { } day)
                costs = costs.With(CostKind.MarketDay, new LearnedCost(day, OldWeight, DateTime.UnixEpoch));
            if (stockRange is { } range)
                costs = costs.With(CostKind.StockRange, new LearnedCost(range, OldWeight, DateTime.UnixEpoch));
            return costs;
        }
        foreach (var (name, cost) in Parse(text))
        {
            // A kind that this version does not know is another version's; a number that no measurement can give was not measured.
            if (Enum.TryParse<CostKind>(name, out var kind) && Enum.IsDefined(kind) && IsSound(cost))
                costs = costs.With(kind, cost with { MeasuredAt = DateTime.SpecifyKind(cost.MeasuredAt.ToUniversalTime(), DateTimeKind.Utc) });
        }
        return costs;
    }

    static Dictionary<string, LearnedCost> Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, LearnedCost>>(text) ?? [];
        }
        catch (JsonException)
        {
            // It only serves estimates. An edited or damaged one must not keep bars from being fetched: the next run learns it anew.
            return [];
        }
    }

    static bool IsSound(LearnedCost cost) =>
        double.IsFinite(cost.Mean) && cost.Mean >= 0 && double.IsFinite(cost.Weight) && cost.Weight >= 0;
}
