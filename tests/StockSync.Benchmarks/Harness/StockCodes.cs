using StockSync.Engine;

namespace StockSync.Benchmarks.Harness;

/// <summary>The A shares of a market, as the product reads its stock list.</summary>
static class StockCodes
{
    public static async Task<IReadOnlyList<StockCode>> ReadAsync(Bench bench, MarketProcess market)
    {
        var settings = bench.Settings(bench.NewPath(".db"), market.Endpoint);
        await using var engine = EngineFactory.Create(settings);
        await engine.InitializeAsync(default);
        var codes = new List<StockCode>();
        await foreach (var stock in engine.GetStocksAsync(refresh: true, default))
            codes.Add(StockCode.TryParse(stock.Code, out var code) ? code : throw new InvalidOperationException(stock.Code));
        return codes;
    }
}
