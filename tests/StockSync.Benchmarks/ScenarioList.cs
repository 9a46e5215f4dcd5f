using StockSync.Benchmarks.Harness;
using StockSync.Benchmarks.History;
using StockSync.Benchmarks.Parts;
using StockSync.Benchmarks.Scenarios;

namespace StockSync.Benchmarks;

/// <summary>All scenarios, in the order of the table.</summary>
static class ScenarioList
{
    public static IReadOnlyList<Scenario> All { get; } =
    [
        new PartsScenario(),
        new RequestsOfYear(),
        new FinishedYear(),
        new PlannerChoice(),
        new OriginalDesign(200, 150),
        new OriginalDesign(1_000, 220),
        new RequestFloor(),
        new FreshPostgres(),
        new FreshSqlite(),
        new OneDay("Local", TimeSpan.Zero, 0.3),
        new OneDay("Remote", TimeSpan.FromMilliseconds(40), 0.5),
        new EveningOfHistory(isEmbedded: false),
        new EveningOfHistory(isEmbedded: true),
        new ThreeConnections(),
        new TwoMachines(),
        new BytesPerRow(),
        new SqliteReaders(),
        new YearMerge(),
        new Memory(isEmbedded: false),
        new Memory(isEmbedded: true),
        new WholeHistoryPostgres(),
        new WholeHistorySqlite(),
    ];

    /// <summary>Those whose name contains the filter, or one of several parted by commas; all without a filter.</summary>
    public static IReadOnlyList<Scenario> Matching(string? filter) => string.IsNullOrWhiteSpace(filter)
        ? All
        : [.. All.Where(s => filter.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Any(f => s.Name.Contains(f, StringComparison.OrdinalIgnoreCase)))];
}
