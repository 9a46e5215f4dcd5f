using StockSync.Benchmarks.Harness;

namespace StockSync.Benchmarks.History;

/// <summary>
/// How much history there is: <c>STOCKSYNC_BENCH_HISTORY_STOCKS</c> (5,525: all that ever were, delisted ones included) and
/// <c>…_HISTORY_YEARS</c> (36, back from the end).
/// </summary>
static class HistorySizes
{
    const int AllYears = 36;
    const int AllStocks = 5_525;

    static readonly DateOnly s_first = new(1990, 12, 19);

    public static DateOnly To { get; } = new(2025, 12, 31);

    public static int Stocks { get; } = Scale.Count("HISTORY_STOCKS", AllStocks, 50);

    public static int Years { get; } = Scale.Count("HISTORY_YEARS", AllYears, 2);

    public static DateOnly From { get; } = Begin();

    static DateOnly Begin()
    {
        var from = To.AddYears(-Years).AddDays(1);
        return from < s_first ? s_first : from;
    }
}
