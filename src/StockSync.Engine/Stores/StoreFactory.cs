using StockSync.Engine.Stores.Connection;
using StockSync.Engine.Stores.Contract;
using StockSync.Engine.Stores.Postgres;
using StockSync.Engine.Stores.Sqlite;

namespace StockSync.Engine.Stores;

/// <summary>Finds the store that a database text names.</summary>
static class StoreFactory
{
    /// <summary>The store of <see cref="SyncSettings.Database"/>. Opens neither file nor socket.</summary>
    /// <exception cref="StockSyncException"><see cref="ErrorIds.DatabaseInvalid"/>: the text cannot be understood.</exception>
    public static ISyncStore Open(SyncSettings settings, TimeProvider time) => DatabaseText.Parse(settings.Database) switch
    {
        DatabaseTarget.File file => new SqliteStore(file.Path, time),
        DatabaseTarget.Server server => new PostgresStore(server.Options, settings, time),
        _ => throw new InvalidOperationException(),
    };
}
