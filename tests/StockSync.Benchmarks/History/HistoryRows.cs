using StockSync.Benchmarks.Yardsticks;
using StockSync.Engine.Sources.Baostock;
using StockSync.Engine.Sources.Contract;
using StockSync.MarketServer;

namespace StockSync.Benchmarks.History;

/// <summary>
/// All rows in the order in which a backfill of that shape writes them: by day and code, or by stock, sorted by day and code within what
/// makes a transaction. They come off the service piece by piece, with the product's own parser, because no machine has to hold all of
/// them; a yardstick's clock stands still while the next piece is fetched.
/// </summary>
static class HistoryRows
{
    /// <summary>Rows of a piece: what the product puts into one transaction.</summary>
    public const int RowsOfPiece = 100_000;

    /// <summary>The pieces; each is valid until the next.</summary>
    public static async IAsyncEnumerable<BarBatch> FetchAsync(SyncSettings settings, HistoryMarket market, RequestShape shape)
    {
        await using var session = await new BaostockSource(settings, new OpenGate(), TimeProvider.System).OpenAsync(default);
        var piece = new BarBatch(RowsOfPiece * 2);
        await foreach (int _ in shape == RequestShape.MarketDay ? DaysAsync(session, market, piece) : StocksAsync(session, market, piece))
        {
            if (piece.Count < RowsOfPiece)
                continue;
            piece.SortAndDistinct();
            yield return piece;
            piece.Clear();
        }
        piece.SortAndDistinct();
        yield return piece;
    }

    static async IAsyncEnumerable<int> DaysAsync(IBarSession session, HistoryMarket market, BarBatch into)
    {
        foreach (var day in market.Days)
        {
            await session.GetMarketDayAsync(day, into, default);
            yield return into.Count;
        }
    }

    // Ordered and cut as the planner does it: by six digits, each to the days on which it was listed.
    static async IAsyncEnumerable<int> StocksAsync(IBarSession session, HistoryMarket market, BarBatch into)
    {
        foreach (var share in market.Shares.OrderBy(s => CodeOf(s)))
        {
            var from = share.IpoDate > HistorySizes.From ? share.IpoDate : HistorySizes.From;
            var to = share.OutDate?.AddDays(-1) ?? HistorySizes.To;
            if (from > to)
                continue;
            await session.GetStockRangeAsync(CodeOf(share), from, to, into, default);
            yield return into.Count;
        }
    }

    static StockCode CodeOf(MarketSecurity share) =>
        StockCode.TryParse(share.Code, out var code) ? code : throw new InvalidOperationException(share.Code);
}
