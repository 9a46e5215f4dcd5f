using System.Net.Sockets;
using System.Security.Authentication;
using Npgsql;

namespace StockSync.Engine.Stores.Postgres;

/// <summary>What PostgreSQL's states and Npgsql's exceptions mean for a user, and whether trying again can help.</summary>
static class PostgresErrors
{
    const string IdleSessionTimeout = "57P05";

    // What Neon's proxy says when the endpoint is gone or may not start; it retries by itself everything that could pass.
    static readonly string[] s_final =
    [
        "endpoint is disabled", "endpoint has been disabled", "cannot be found", "check your quotas", "exceeded the compute time quota",
        "endpoint id is not specified", "project not found",
    ];

    public static StockSyncException? Translate(Exception exception, string place) => exception switch
    {
        PostgresException e => Translate(e, place),
        NpgsqlException { InnerException: AuthenticationException or TimeoutException or SocketException or IOException } e =>
            Broken(e, place),
        NpgsqlException e when IsAbout(e, "password") => StoreErrors.LoginRefused(place, e),
        NpgsqlException e when IsAbout(e, "SSL") => StoreErrors.Tls(place, e.Message, e),
        NpgsqlException e when e.IsTransient || IsAbout(e, "pool has been exhausted") => StoreErrors.Unreachable(place, e.Message, true, e),
        NpgsqlException e => StoreErrors.Failed(place, e.Message, e),
        TimeoutException e => StoreErrors.Timeout(place, e.Message, e),
        SocketException e => StoreErrors.Unreachable(place, e.Message, true, e),
        IOException e => StoreErrors.Unreachable(place, e.Message, true, e),
        AuthenticationException e => StoreErrors.Tls(place, e.Message, e),
        _ => null,
    };

    static StockSyncException Broken(NpgsqlException e, string place) => e.InnerException switch
    {
        AuthenticationException tls => StoreErrors.Tls(place, tls.Message, e),
        TimeoutException => StoreErrors.Timeout(place, e.Message, e),
        { } inner => StoreErrors.Unreachable(place, inner.Message, true, e),
        null => StoreErrors.Unreachable(place, e.Message, true, e),
    };

    static StockSyncException Translate(PostgresException e, string place)
    {
        string detail = $"{e.MessageText} ({e.SqlState})";
        if (s_final.Any(text => IsAbout(e, text)))
            return StoreErrors.EndpointGone(place, detail, e);
        if (IsAbout(e, "couldn't connect to compute node"))
            return StoreErrors.Unreachable(place, detail, true, e);
        return e.SqlState switch
        {
            PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
                StoreErrors.LoginRefused(place, e),
            PostgresErrorCodes.InvalidCatalogName => StoreErrors.DatabaseMissing(place, e),
            PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.ReadOnlySqlTransaction
                or PostgresErrorCodes.InvalidSchemaName => StoreErrors.ReadOnly(place, detail, e),
            PostgresErrorCodes.UndefinedTable => StoreErrors.Empty(place, e),
            PostgresErrorCodes.DuplicateTable or PostgresErrorCodes.DuplicateObject => StoreErrors.TableExists(place, detail, e),
            PostgresErrorCodes.UndefinedColumn => StoreErrors.TableMissing(place, detail, e),
            PostgresErrorCodes.DiskFull => StoreErrors.Full(place, detail, e),
            PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected
                or PostgresErrorCodes.LockNotAvailable => StoreErrors.Busy(place, detail, e),
            PostgresErrorCodes.QueryCanceled => StoreErrors.Timeout(place, detail, e),
            // What the pooler says when the server's session dies while it hands it over.
            PostgresErrorCodes.ProtocolViolation when IsAbout(e, "invalid server parameter") => StoreErrors.Unreachable(place, detail, true, e),
            // The pooler's "unsupported startup parameter" comes under a connection error's class, but no second attempt changes it.
            PostgresErrorCodes.ProtocolViolation => StoreErrors.Unreachable(place, detail, false, e),
            PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow
                or PostgresErrorCodes.TooManyConnections or PostgresErrorCodes.OutOfMemory or IdleSessionTimeout =>
                StoreErrors.Unreachable(place, detail, true, e),
            _ when e.SqlState.StartsWith("08", StringComparison.Ordinal) => StoreErrors.Unreachable(place, detail, true, e),
            _ => StoreErrors.Failed(place, detail, e),
        };
    }

    static bool IsAbout(Exception e, string text) => e.Message.Contains(text, StringComparison.OrdinalIgnoreCase);
}
