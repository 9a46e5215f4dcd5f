using StockSync.Tests.Crash;
using StockSync.Tests.Soak;

namespace StockSync.Tests.DatabaseFaults;

/// <summary>How often a database's faults are met: enough to see each of them in every test run, more where a variable says so.</summary>
static class FaultCount
{
    const int UsualConflicts = 36;
    const int UsualTears = 30;

    // Each kind of conflict gets its share.
    const int Kinds = 3;

    /// <summary>Transactions that fail for one kind of conflict; <c>STOCKSYNC_TEST_CONFLICTS</c> is for all kinds together.</summary>
    public static int ConflictsOfKind { get; } = (CaseCount.Of("STOCKSYNC_TEST_CONFLICTS", UsualConflicts) + Kinds - 1) / Kinds;

    /// <summary>Damaged copies of a file: <c>STOCKSYNC_TEST_TEARS</c>.</summary>
    public static int Tears { get; } = CaseCount.Of("STOCKSYNC_TEST_TEARS", UsualTears);

    /// <summary>Restarts of a server in the middle of its work: <c>STOCKSYNC_TEST_RESTARTS</c>.</summary>
    public static int Restarts { get; } = CaseCount.Of("STOCKSYNC_TEST_RESTARTS", 2);

    /// <summary>Times that all sessions of a run are terminated: <c>STOCKSYNC_TEST_TERMINATIONS</c>.</summary>
    public static int Terminations { get; } = CaseCount.Of("STOCKSYNC_TEST_TERMINATIONS", 10);

    /// <summary>Deaths while tables are made: a twentieth of the kills of a store, that is 50 of 1,000.</summary>
    public static int SchemaKills => Math.Max(4, KillCount.PerStore / 20);
}
