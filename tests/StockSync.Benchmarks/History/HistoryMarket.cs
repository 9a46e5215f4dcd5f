using System.Globalization;
using StockSync.Benchmarks.Harness;
using StockSync.MarketServer;

namespace StockSync.Benchmarks.History;

/// <summary>
/// The whole history of a made-up market that grew as the real one did, served by a process that keeps its answers in a folder: no memory
/// holds them, and making them takes longer than writing them. <c>STOCKSYNC_BENCH_HISTORY_ANSWERS</c> is a folder for them that stays:
/// the next run finds them made.
/// </summary>
sealed class HistoryMarket : IAsyncDisposable
{
    const int Seed = 1;

    readonly MadeUpMarket _market = new(Seed, HistorySizes.Stocks, HistorySizes.From, HistorySizes.To, MarketGrowth.Recorded);

    HistoryMarket(MarketProcess process) => Process = process;

    public MarketProcess Process { get; }

    /// <summary>Bars of the A shares: what a complete copy holds.</summary>
    public long Rows => _market.CountBars();

    public IReadOnlyList<DateOnly> Days => [.. _market.TradingDays(HistorySizes.From, HistorySizes.To)];

    public IEnumerable<MarketSecurity> Shares => _market.Securities.Where(s => s.IsAShare);

    public static async Task<HistoryMarket> StartAsync(Bench bench)
    {
        string name = string.Create(
            CultureInfo.InvariantCulture, $"{Seed}-{HistorySizes.Stocks}-{HistorySizes.From:yyyyMMdd}-{HistorySizes.To:yyyyMMdd}");
        string? stays = Environment.GetEnvironmentVariable("STOCKSYNC_BENCH_HISTORY_ANSWERS");
        string folder = stays is null ? bench.NewPath("") : Path.Combine(stays, name);
        Directory.CreateDirectory(folder);
        return new HistoryMarket(await MarketProcess.StartAsync(
            bench,
            "--stocks", $"{HistorySizes.Stocks}", "--seed", $"{Seed}", "--growth", "recorded",
            "--from", $"{HistorySizes.From:yyyy-MM-dd}", "--to", $"{HistorySizes.To:yyyy-MM-dd}", "--keep-answers-in", folder));
    }

    public ValueTask DisposeAsync() => Process.DisposeAsync();
}
