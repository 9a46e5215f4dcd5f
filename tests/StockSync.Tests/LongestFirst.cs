using StockSync.Tests.Crash;
using StockSync.Tests.DatabaseFaults;
using StockSync.Tests.EndToEnd;
using StockSync.Tests.Histories;
using StockSync.Tests.Schedules;
using StockSync.Tests.Simulation;
using StockSync.Tests.SourceFaults;
using Xunit;
using Xunit.Abstractions;

[assembly: TestCollectionOrderer("StockSync.Tests.LongestFirst", "StockSync.Tests")]

namespace StockSync.Tests;

/// <summary>Starts the classes that take longest first: one that began last would work alone at the end, beside idle processors.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    // The first waits a minute for cron; the second keeps all processors busy meanwhile.
    static readonly List<string> s_first =
    [
        .. new[]
        {
            typeof(RealCronTests), typeof(HistoryTests), typeof(PostgresCrashTests.Kills), typeof(SqliteCrashTests.Kills), typeof(TimeZoneTests),
            typeof(SimulationTests), typeof(PostgresCrashTests.Leases), typeof(SqliteCrashTests.Leases), typeof(EvidencePostgresTests), typeof(MemoryTests),
            typeof(SqliteCrashTests.Mutants), typeof(PostgresCrashTests.Mutants), typeof(MutantTests), typeof(PostgresFaultTests),
        }.Select(type => $"Test collection for {type.FullName}"),
    ];

    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderBy(collection => s_first.IndexOf(collection.DisplayName) is >= 0 and var place ? place : s_first.Count);
}
