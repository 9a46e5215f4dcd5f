using System.Globalization;
using StockSync.Tests.Crash;

namespace StockSync.Tests.DatabaseFaults;

/// <summary>How often a database's faults are met: enough to see each of them in every test run, more where a variable says so.</summary>
static class FaultCount
{
    const int UsualConflicts = 36;
    const int UsualTears = 30;

    // Each kind of conflict gets its share.
    const int Kinds = 3;

    /// <summary>Transactions that fail for one kind of conflict; <c>STOCKSYNC_TEST_CONFLICTS</c> is for all kinds together.</summary>
    public static int ConflictsOfKind { get; } = (Read("STOCKSYNC_TEST_CONFLICTS", UsualConflicts) + Kinds - 1) / Kinds;

    /// <summary>Damaged copies of a file: <c>STOCKSYNC_TEST_TEARS</c>.</summary>
    public static int Tears { get; } = Read("STOCKSYNC_TEST_TEARS", UsualTears);

    /// <summary>Deaths while tables are made: a twentieth of the kills of a store, that is 50 of 1,000.</summary>
    public static int SchemaKills => Math.Max(4, KillCount.PerStore / 20);

    static int Read(string name, int usual) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } text
        ? int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture)
        : usual;
}
