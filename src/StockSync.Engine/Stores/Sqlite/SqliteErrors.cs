using Microsoft.Data.Sqlite;

namespace StockSync.Engine.Stores.Sqlite;

/// <summary>What SQLite's result codes mean for a user.</summary>
static class SqliteErrors
{
    const int Error = 1, Permission = 3, Busy = 5, Locked = 6, ReadOnly = 8, Full = 13, CannotOpen = 14, Corrupt = 11, NotADatabase = 26;

    public static StockSyncException? Translate(Exception exception, string place) => exception switch
    {
        SqliteException e => Translate(e, place),
        UnauthorizedAccessException e => StoreErrors.ReadOnly(place, e.Message, e),
        IOException e => StoreErrors.CannotOpen(place, e.Message, e),
        _ => null,
    };

    static StockSyncException Translate(SqliteException e, string place) => e.SqliteErrorCode switch
    {
        Error when e.Message.Contains("no such table", StringComparison.Ordinal) => StoreErrors.Empty(place, e),
        Error when e.Message.Contains("already exists", StringComparison.Ordinal) => StoreErrors.TableExists(place, e.Message, e),
        Error when e.Message.Contains("column", StringComparison.Ordinal) => StoreErrors.TableMissing(place, e.Message, e),
        Busy or Locked => StoreErrors.Busy(place, e.Message, e),
        Permission or ReadOnly => StoreErrors.ReadOnly(place, e.Message, e),
        Full => StoreErrors.Full(place, e.Message, e),
        CannotOpen => StoreErrors.CannotOpen(place, e.Message, e),
        Corrupt or NotADatabase => StoreErrors.NotADatabase(place, e),
        _ => StoreErrors.Failed(place, e.Message, e),
    };
}
