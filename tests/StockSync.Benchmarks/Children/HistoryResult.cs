using System.Globalization;
using StockSync.Benchmarks.History;

namespace StockSync.Benchmarks.Children;

/// <summary>What a history child printed.</summary>
/// <param name="Rows">Rows that the run wrote; those of days with a gap are asked for, and written, once more.</param>
/// <param name="Seconds">Of the whole run, planning and settling included.</param>
/// <param name="LastRow">When as many rows were written as there are, seconds.</param>
/// <param name="Waiting">Days that wait for the service to say once more that a stock has no bar.</param>
/// <param name="Rates">Rows per second of each tenth.</param>
/// <param name="WorkingSets">Bytes at the end of each tenth.</param>
/// <param name="Heaps">Bytes of the managed heap at the same moments.</param>
/// <param name="Peak">The highest working set, bytes.</param>
sealed record HistoryResult(
    long Rows, double Seconds, double LastRow, int Waiting, IReadOnlyList<double> Rates, IReadOnlyList<double> WorkingSets,
    IReadOnlyList<double> Heaps, long Peak)
{
    /// <summary>Begins the line of a tenth: its number, rows, seconds, working set, managed heap.</summary>
    public const string Tenth = "tenth";

    /// <summary>Begins the line with the rows per second of all tenths.</summary>
    public const string RatesOfTenths = "rates";

    /// <summary>Begins the line of the end: rows, seconds, seconds until as many rows were written as there are, waiting days.</summary>
    public const string End = "end";

    /// <summary>Runs one to its end; its lines are shown as they come.</summary>
    public static async Task<HistoryResult> RunAsync(SyncSettings settings, RequestShape shape, long rows)
    {
        string output = await ChildProcess.RunAsync(
            settings,
            line => Console.WriteLine($"    {line}"),
            Child.History, $"{HistorySizes.From:yyyy-MM-dd}", $"{HistorySizes.To:yyyy-MM-dd}", $"{shape}", $"{rows}");
        var lines = output.Split('\n').Select(l => l.Split(' ')).ToLookup(l => l[0], l => l[1..].Select(Number).ToArray());
        double[] end = lines[End].Single();
        return new HistoryResult(
            (long)end[0], end[1], end[2], (int)end[3], lines[RatesOfTenths].Single(), [.. lines[Tenth].Select(t => t[3])],
            [.. lines[Tenth].Select(t => t[4])], BackfillChild.PeakOf(output));
    }

    static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
