using System.Text.Json;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Stores.Tables;

/// <summary>A published plan without its units, as text that the same version of the module reads.</summary>
static class PlanContent
{
    public static string Write(PublishedPlan plan) => JsonSerializer.Serialize(new Content(
        plan.From,
        plan.To,
        plan.Newest,
        plan.OpenDays,
        plan.DoubtedDays,
        plan.MarketDays,
        plan.WholeDays,
        [.. plan.Ranges.Select(r => new Range(r.Code.Number, r.From, r.To))],
        plan.Units.Count));

    public static PublishedPlan Read(string text)
    {
        var content = JsonSerializer.Deserialize<Content>(text)!;
        return new PublishedPlan
        {
            From = content.From,
            To = content.To,
            Newest = content.Newest,
            OpenDays = content.OpenDays,
            DoubtedDays = content.DoubtedDays,
            MarketDays = content.MarketDays,
            WholeDays = content.WholeDays,
            Ranges = [.. content.Ranges.Select(r => new StockCoverage(new StockCode(r.Code), r.From, r.To))],
            Total = content.Total,
        };
    }

    sealed record Content(
        DateOnly From,
        DateOnly To,
        DateOnly? Newest,
        IReadOnlyList<DateOnly> OpenDays,
        IReadOnlyList<DateOnly> DoubtedDays,
        IReadOnlyList<DateOnly> MarketDays,
        IReadOnlyList<DateOnly> WholeDays,
        IReadOnlyList<Range> Ranges,
        int Total);

    sealed record Range(int Code, DateOnly From, DateOnly To);
}
