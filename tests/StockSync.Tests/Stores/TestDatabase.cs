using System.Data.Common;
using System.Globalization;

namespace StockSync.Tests.Stores;

/// <summary>An empty database of one test, with a way in beside the store.</summary>
abstract class TestDatabase : IAsyncDisposable
{
    /// <summary>The text for the setting <c>Database</c>.</summary>
    public abstract string Text { get; }

    public abstract DbConnection Connect();

    public abstract ValueTask DisposeAsync();

    public async Task<int> ExecuteAsync(string sql)
    {
        await using var connection = Connect();
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteNonQueryAsync();
    }

    public async Task<string> ScalarAsync(string sql)
    {
        await using var connection = Connect();
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToString(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture) ?? "";
    }
}
