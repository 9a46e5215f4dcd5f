using StockSync.Tests.Soak;

namespace StockSync.Tests.Crash;

/// <summary>How often a store's runs are killed at random: 12 in every test run, more where <c>STOCKSYNC_TEST_KILLS</c> says so.</summary>
static class KillCount
{
    const int Usual = 12;
    const int EachPoint = 30;

    public static int PerStore { get; } = CaseCount.Of("STOCKSYNC_TEST_KILLS", Usual);

    /// <summary>How often each named point is died at: a thirtieth of it, at least once.</summary>
    public static int PerPoint => Math.Max(1, PerStore / EachPoint);
}
