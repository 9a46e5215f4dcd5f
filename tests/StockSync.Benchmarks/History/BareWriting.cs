using StockSync.Engine.Sources.Contract;

namespace StockSync.Benchmarks.History;

/// <summary>How fast a store took rows with nothing checked and nothing recorded.</summary>
/// <param name="Rows">Rows written.</param>
/// <param name="Seconds">Of the writing alone.</param>
/// <param name="Rates">Rows per second of each tenth.</param>
sealed record BareWriting(long Rows, double Seconds, IReadOnlyList<double> Rates)
{
    /// <summary>Measures it piece by piece.</summary>
    /// <param name="pieces">The rows.</param>
    /// <param name="total">How many there are.</param>
    /// <param name="add">Writes a piece and returns the seconds.</param>
    /// <param name="commit">Ends the writing and returns the seconds.</param>
    public static async Task<BareWriting> MeasureAsync(
        IAsyncEnumerable<BarBatch> pieces, long total, Func<BarBatch, Task<double>> add, Func<Task<double>> commit)
    {
        long rows = 0;
        double seconds = 0;
        var tenths = new Tenths(total);
        tenths.Look(rows, seconds);
        await foreach (var piece in pieces)
        {
            seconds += await add(piece);
            rows += piece.Count;
            tenths.Look(rows, seconds);
        }
        return new BareWriting(rows, seconds + await commit(), tenths.Rates);
    }
}
