using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Npgsql;
using StockSync.Engine.Stores.Connection;

namespace StockSync.Rig.Mutants;

/// <summary>A way into the database beside the store, in transactions of its own: what a mutant needs to do wrong.</summary>
sealed class SideDoor(string? database)
{
    readonly DatabaseTarget _target = DatabaseText.Parse(database);

    public bool IsFile => _target is DatabaseTarget.File;

    /// <summary>Claims that a day is complete, whatever is in the table.</summary>
    public Task ClaimAsync(DateOnly day, int rows) => ExecuteAsync(string.Create(CultureInfo.InvariantCulture, $"""
        insert into sync_day (trade_date, status, expected, stored, suspended, late, failed, quarantined, inserted, updated, unchanged, attempts)
        values ('{day:yyyy-MM-dd}', 'Completed', {rows}, {rows}, 0, 0, 0, 0, {rows}, 0, 0, 1)
        on conflict (trade_date) do update set status = 'Completed', expected = excluded.expected, stored = excluded.stored
        """));

    /// <summary>Runs SQL; returns the first value of its answer, or null.</summary>
    public async Task<object?> ExecuteAsync(string sql)
    {
        await using DbConnection connection = _target switch
        {
            DatabaseTarget.File file => new SqliteConnection($"Data Source={file.Path};Pooling=False"),
            DatabaseTarget.Server server => new NpgsqlConnection(server.Options.ConnectionString),
            _ => throw new InvalidOperationException(),
        };
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync();
    }
}
