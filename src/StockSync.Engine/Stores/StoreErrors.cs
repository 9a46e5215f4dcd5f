using StockSync.Engine.Resources;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Stores;

/// <summary>The errors of the stores. A place is host and database, or a file; no text ever holds any of the connection text.</summary>
static class StoreErrors
{
    public static StockSyncException Unreachable(string place, string detail, bool isTransient, Exception? inner) =>
        Make(ErrorIds.StoreUnreachable, ErrorKind.Connection, "Unreachable", isTransient, place, inner, place, detail);

    /// <summary>A file; the advice is about rights and disks where that of <see cref="Unreachable"/> is about servers.</summary>
    public static StockSyncException CannotOpen(string place, string detail, Exception? inner) =>
        Make(ErrorIds.StoreUnreachable, ErrorKind.Connection, "CannotOpen", false, place, inner, place, detail);

    public static StockSyncException Tls(string place, string detail, Exception? inner) =>
        Make(ErrorIds.StoreUnreachable, ErrorKind.Connection, "Tls", false, place, inner, place, detail);

    public static StockSyncException EndpointGone(string place, string detail, Exception? inner) =>
        Make(ErrorIds.StoreUnreachable, ErrorKind.Connection, "EndpointGone", false, place, inner, place, detail);

    public static StockSyncException Timeout(string place, string detail, Exception? inner) =>
        Make(ErrorIds.StoreUnreachable, ErrorKind.Timeout, "Timeout", true, place, inner, place, detail);

    public static StockSyncException LoginRefused(string place, Exception? inner) =>
        Make(ErrorIds.StoreLoginRefused, ErrorKind.Authentication, "LoginRefused", false, place, inner, place);

    public static StockSyncException DatabaseMissing(string place, Exception? inner) =>
        Make(ErrorIds.StoreUnreachable, ErrorKind.NotFound, "DatabaseMissing", false, place, inner, place);

    public static StockSyncException ReadOnly(string place, string detail, Exception? inner) =>
        Make(ErrorIds.StoreReadOnly, ErrorKind.Permission, "ReadOnly", false, place, inner, place, detail);

    /// <summary>Never transient: trying again would hammer a full disk.</summary>
    public static StockSyncException Full(string place, string detail, Exception? inner) =>
        Make(ErrorIds.StoreFull, ErrorKind.Limit, "Full", false, place, inner, place, detail);

    /// <summary>An upgrade that the disk has no room for; nothing was changed.</summary>
    public static StockSyncException NoRoom(string place, long needed, long free) =>
        Make(ErrorIds.StoreFull, ErrorKind.Limit, "NoRoom", false, place, null, place, needed, free);

    public static StockSyncException Busy(string place, string detail, Exception? inner) =>
        Make(ErrorIds.StoreFailed, ErrorKind.Busy, "Busy", true, place, inner, place, detail);

    public static StockSyncException NotADatabase(string place, Exception? inner) =>
        Make(ErrorIds.StoreNotADatabase, ErrorKind.InvalidData, "NotADatabase", false, place, inner, place);

    public static StockSyncException Directory(string place) =>
        Make(ErrorIds.StoreUnreachable, ErrorKind.InvalidArgument, "Directory", false, place, null, place);

    public static StockSyncException Empty(string place, Exception? inner) =>
        Make(ErrorIds.StoreEmpty, ErrorKind.NotFound, "Empty", false, place, inner, place);

    public static StockSyncException TableExists(string place, string detail, Exception? inner) =>
        Make(ErrorIds.StoreFailed, ErrorKind.InvalidData, "TableExists", false, place, inner, place, detail);

    public static StockSyncException TableMissing(string place, string detail, Exception? inner) =>
        Make(ErrorIds.StoreFailed, ErrorKind.InvalidData, "TableMissing", false, place, inner, place, detail);

    public static StockSyncException StrangeRow(string place, string detail, Exception? inner) =>
        Make(ErrorIds.StoreFailed, ErrorKind.InvalidData, "StrangeRow", false, place, inner, place, detail);

    public static StockSyncException Failed(string place, string detail, Exception? inner) =>
        Make(ErrorIds.StoreFailed, ErrorKind.Write, "Failed", false, place, inner, place, detail);

    public static StockSyncException SchemaNewer(string place, int version, string madeBy, int known, string module) =>
        Make(ErrorIds.StoreSchemaNewer, ErrorKind.InvalidData, "SchemaNewer", false, place, null, place, version, madeBy, known, module);

    public static StockSyncException LeaseLost(string runId) =>
        Make(ErrorIds.LeaseLost, ErrorKind.Busy, "LeaseLost", false, runId, null, runId);

    public static StockSyncException LeaderGone(string runId) =>
        Make(ErrorIds.LeaderGone, ErrorKind.Busy, "LeaderGone", false, runId, null, runId);

    public static StockSyncException WorkerLost(string runId) =>
        Make(ErrorIds.WorkerLost, ErrorKind.Busy, "WorkerLost", false, runId, null, runId);

    public static StockSyncException RunActive(string runId, LeaseOwner owner, DateTime startedAt, int settled, int total) =>
        Make(
            ErrorIds.RunActive, ErrorKind.Busy, "RunActive", false, runId, null,
            runId, owner.Host, owner.ProcessId, startedAt, settled, total);

    /// <summary>The database text cannot be used. It may hold a password, so neither it nor a driver's error comes along.</summary>
    public static StockSyncException Invalid(string key, params object?[] values) => new(
        ErrorIds.DatabaseInvalid,
        ErrorKind.InvalidArgument,
        StoreStrings.ResourceManager.Text(key, values),
        StoreStrings.InvalidAdvice,
        nameof(SyncSettings.Database));

    static StockSyncException Make(
        string errorId, ErrorKind kind, string key, bool isTransient, object target, Exception? inner, params object?[] values) =>
        new(errorId, kind, StoreStrings.ResourceManager.Text(key, values), StoreStrings.ResourceManager.Text(key + "Advice", values), target, isTransient, inner);
}
