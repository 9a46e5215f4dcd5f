using StockSync.Tests.Soak;

namespace StockSync.Tests.SourceFaults;

/// <summary>How many damaged answers are read: 100,000 in every test run, more or fewer where <c>STOCKSYNC_TEST_MUTANTS</c> says so.</summary>
static class MutantCount
{
    const int Usual = 100_000;

    public static int Value { get; } = CaseCount.Of("STOCKSYNC_TEST_MUTANTS", Usual);
}
