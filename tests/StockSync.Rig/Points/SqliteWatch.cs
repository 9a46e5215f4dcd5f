using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace StockSync.Rig.Points;

/// <summary>Follows every SQLite connection of this process through the library's own trace, which each is given as it is opened.</summary>
static unsafe partial class SqliteWatch
{
    const string Library = "e_sqlite3";
    const uint StatementBegins = 1, StatementEnds = 2;

    static readonly ConcurrentDictionary<nint, Transaction> s_transactions = new();

    public static void Start() => _ = WhenOpened(&Opened);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static int Opened(nint database, nint error, nint api)
    {
        s_transactions[database] = new Transaction();
        return Trace(database, StatementBegins | StatementEnds, &Traced, database);
    }

    // The text of a trigger's statement is a comment, so it is none of those that are looked for.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static int Traced(uint what, nint database, nint statement, nint detail)
    {
        var transaction = s_transactions[database];
        if (what == StatementBegins)
        {
            transaction.Begin(Marshal.PtrToStringUTF8(detail) ?? "");
            return 0;
        }
        // A commit that failed leaves the transaction open.
        if (IsOutside(database) != 0 && Marshal.PtrToStringUTF8(TextOf(statement)) == "commit")
        {
            transaction.Sent();
            transaction.Committed();
        }
        transaction.EndTrip();
        return 0;
    }

    [LibraryImport(Library, EntryPoint = "sqlite3_auto_extension")]
    private static partial int WhenOpened(delegate* unmanaged[Cdecl]<nint, nint, nint, int> opened);

    [LibraryImport(Library, EntryPoint = "sqlite3_trace_v2")]
    private static partial int Trace(nint database, uint what, delegate* unmanaged[Cdecl]<uint, nint, nint, nint, int> traced, nint context);

    [LibraryImport(Library, EntryPoint = "sqlite3_get_autocommit")]
    private static partial int IsOutside(nint database);

    [LibraryImport(Library, EntryPoint = "sqlite3_sql")]
    private static partial nint TextOf(nint statement);
}
