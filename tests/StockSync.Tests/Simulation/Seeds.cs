using System.Globalization;

namespace StockSync.Tests.Simulation;

/// <summary>
/// Which simulations are run: 500 from a fixed first seed in every test run, as many as <c>STOCKSYNC_TEST_SEEDS</c> says, or the one of
/// <c>STOCKSYNC_TEST_SEED</c>.
/// </summary>
static class Seeds
{
    const int Usual = 500;
    const long FirstOne = 1_000_000;

    public static IReadOnlyList<long> All { get; } = Number("STOCKSYNC_TEST_SEED") is { } one
        ? [one]
        : [.. Enumerable.Range(0, (int)(Number("STOCKSYNC_TEST_SEEDS") ?? Usual)).Select(i => FirstOne + i)];

    static long? Number(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } text
        ? long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture)
        : null;
}
