using Npgsql;
using StockSync.Tests.Fakes;

namespace StockSync.Tests.DatabaseFaults;

/// <summary>
/// Another session that gets in the way: it takes the record of the run, which each transaction of a run changes last, waits until the run
/// waits for it, and then does what makes that transaction fail.
/// </summary>
sealed class Rival(PostgresDatabase database, Func<NpgsqlConnection, Task> strike) : IAsyncDisposable
{
    CancellationTokenSource _stop = new();
    Task _work = Task.CompletedTask;

    /// <summary>Transactions of the run that failed.</summary>
    public int Conflicts { get; private set; }

    /// <summary>Makes the next so many tries fail. Returns when the first one is sure to.</summary>
    public async Task StandInTheWayAsync(int tries)
    {
        await StepAsideAsync();
        _stop = new CancellationTokenSource();
        var isThere = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _work = Task.Run(() => WorkAsync(tries, isThere));
        await await Task.WhenAny(isThere.Task, _work);
    }

    /// <summary>Gives up what it holds.</summary>
    public async Task StepAsideAsync()
    {
        await _stop.CancelAsync();
        await _work;
        _work = Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _work;
    }

    /// <summary>Whether somebody waits for this session. The table of locks is read afresh within a transaction, that of sessions is not.</summary>
    public static async Task<bool> IsWaitedForAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(
            "select exists (select 1 from pg_locks where not granted and pid <> pg_backend_pid() and pg_backend_pid() = any(pg_blocking_pids(pid)))",
            connection);
        return (bool)(await command.ExecuteScalarAsync())!;
    }

    public static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    async Task WorkAsync(int tries, TaskCompletionSource isThere)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        // The database's own settings are for the run; it is the run that is to fail. Of two that block each other the one fails that looks
        // first, and each looks once: where the run looked too early, this session must.
        await ExecuteAsync(connection, "set deadlock_timeout = '250ms'; set lock_timeout = 0");
        for (int i = 0; i < tries && !_stop.IsCancellationRequested; i++)
        {
            await ExecuteAsync(connection, "begin isolation level read committed; update sync_run set message = message where status = 'Running'");
            isThere.TrySetResult();
            bool isWaitedFor = false;
            while (!isWaitedFor && !_stop.IsCancellationRequested)
                isWaitedFor = await IsWaitedForAsync(connection);
            if (isWaitedFor)
            {
                Conflicts += await HasWonAsync(connection) ? 1 : 0;
            }
            await ExecuteAsync(connection, "rollback");
        }
    }

    async Task<bool> HasWonAsync(NpgsqlConnection connection)
    {
        try
        {
            await strike(connection);
            return true;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.DeadlockDetected)
        {
            return false;
        }
    }
}
