using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace StockSync.Tests.Stores;

sealed class SqliteTestDatabase : TestDatabase
{
    readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("stocksync-store-");

    public override string Text => Path.Combine(_directory.FullName, "bars of the market.db");

    public override DbConnection Connect() => new SqliteConnection($"Data Source={Text};Pooling=False");

    public override ValueTask DisposeAsync()
    {
        _directory.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
