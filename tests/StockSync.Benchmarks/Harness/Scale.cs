using System.Globalization;

namespace StockSync.Benchmarks.Harness;

/// <summary>How large the scenarios are: full by default, smaller by environment variables.</summary>
static class Scale
{
    const string Prefix = "STOCKSYNC_BENCH_";

    /// <summary>What all counts are multiplied with; 1 without <c>STOCKSYNC_BENCH_SCALE</c>.</summary>
    public static double Factor { get; } = Read("SCALE") ?? 1;

    /// <summary>A count: what <c>STOCKSYNC_BENCH_&lt;name&gt;</c> says, else the full one, scaled.</summary>
    /// <param name="name">Upper case, words parted by underscores.</param>
    /// <param name="full">The count of the table.</param>
    /// <param name="least">No scale makes it smaller.</param>
    public static int Count(string name, int full, int least = 1) => Read(name) is { } given
        ? (int)given
        : Math.Min(full, Math.Max(least, (int)Math.Round(full * Factor)));

    /// <summary>A number that no scale changes: what <c>STOCKSYNC_BENCH_&lt;name&gt;</c> says, else the usual.</summary>
    public static double Number(string name, double usual) => Read(name) ?? usual;

    static double? Read(string name) => Environment.GetEnvironmentVariable(Prefix + name) is not { Length: > 0 } text ? null
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value > 0 ? value
        : throw new FormatException($"{Prefix}{name} must be a number above 0, not '{text}'.");
}
