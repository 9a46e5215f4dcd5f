using System.Data.Common;
using System.Runtime.CompilerServices;
using Polly;

namespace StockSync.Engine.Stores.Sql;

/// <summary>
/// Reads and changes one database. Each call is one transaction, and one that met a passing fault (a terminated session, a restart, a
/// deadlock) is repeated whole. Every call may be repeated: what it writes is an upsert, and a budget charged twice is only spent sooner.
/// </summary>
/// <param name="connections">The database; several of these may share it.</param>
/// <param name="retry">Repeats; null for one attempt.</param>
/// <param name="queue">Takes the statements of a batch; null outside of one.</param>
sealed class StoreDatabase(DatabaseConnections connections, ResiliencePipeline? retry, StatementQueue? queue = null)
{
    const int EvidenceVersion = 5;

    const int AnswerDaysVersion = 8;

    /// <summary>Host and database, or the file.</summary>
    public string Place => connections.Place;

    public SqlDialect Dialect => connections.Dialect;

    /// <summary>What is shared by all that read and change the same database, however often they try.</summary>
    public DatabaseConnections Connections => connections;

    /// <summary>True unless the database is known to be older than the columns that came with evidence: it is read as it is then.</summary>
    public bool HasEvidence => connections.SchemaVersion is null or >= EvidenceVersion;

    /// <summary>True where a note of an answer says of which Beijing day it is.</summary>
    public bool HasAnswerDays => connections.SchemaVersion is null or >= AnswerDaysVersion;

    /// <summary>Reads all rows. A database without our tables gives none.</summary>
    public async Task<List<T>> QueryAsync<T>(Statement statement, Func<DbDataReader, T> map, CancellationToken cancellationToken)
    {
        var rows = new List<T>();
        statement.OnRow(reader => rows.Add(map(reader)));
        try
        {
            await TryAsync(
                async token =>
                {
                    rows.Clear();
                    await (queue is not null
                        ? queue.RunAsync(statement, rows.Clear, isChange: false, token)
                        : connections.ReadAsync(connection => connection.RunAsync([statement], token), token));
                    return true;
                },
                cancellationToken);
        }
        catch (StockSyncException e) when (e.ErrorId == ErrorIds.StoreEmpty)
        {
            rows.Clear();
        }
        return rows;
    }

    /// <summary>The same for rows with a key. One that is there twice is told, for no table of ours would take it: its file is damaged.</summary>
    public async Task<List<T>> QueryAsync<T, TKey>(
        Statement statement, Func<DbDataReader, T> map, Func<T, TKey> key, CancellationToken cancellationToken)
    {
        var rows = await QueryAsync(statement, map, cancellationToken);
        var seen = new HashSet<TKey>(rows.Count);
        foreach (var row in rows)
        {
            if (!seen.Add(key(row)))
                throw StoreErrors.StrangeRow(Place, FormattableString.Invariant($"{statement.Source} '{key(row)}': twice"), null);
        }
        return rows;
    }

    /// <summary>
    /// Gives rows out as they come where one attempt is all there is; otherwise once all are here, for half an answer cannot be repeated.
    /// A database without our tables gives none.
    /// </summary>
    public IAsyncEnumerable<T> EnumerateAsync<T>(Statement statement, Func<DbDataReader, T> map, CancellationToken cancellationToken) =>
        retry is null ? StreamAsync(statement, map, cancellationToken) : CollectAsync(statement, map, cancellationToken);

    /// <summary>
    /// Gives rows out as they come, always in one attempt; the connection is held until the end. A database without our tables gives none.
    /// </summary>
    public async IAsyncEnumerable<T> StreamAsync<T>(
        Statement statement, Func<DbDataReader, T> map, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        StoreConnection? connection = null;
        DbCommand? command = null;
        DbDataReader? reader = null;
        try
        {
            while (true)
            {
                T row;
                try
                {
                    connection ??= await connections.OpenReadAsync(cancellationToken);
                    command ??= connection.CreateCommand(statement);
                    reader ??= await command.ExecuteReaderAsync(cancellationToken);
                    cancellationToken.ThrowIfCancellationRequested();
                    if (!await reader.ReadAsync(cancellationToken))
                        yield break;
                    row = statement.Read(reader, map);
                }
                catch (Exception e) when (connections.IsEmpty(e))
                {
                    yield break;
                }
                catch (Exception e) when (connections.Ours(e, cancellationToken) is { } ours)
                {
                    throw ours;
                }
                yield return row;
            }
        }
        finally
        {
            if (reader is not null)
                await reader.DisposeAsync();
            if (command is not null)
                await command.DisposeAsync();
            if (connection is not null)
                await connection.DisposeAsync();
        }
    }

    /// <summary>Changes something in one statement, a transaction of its own, and reads what it gives.</summary>
    public async Task<List<T>> ChangeAsync<T>(Statement statement, Func<DbDataReader, T> map, CancellationToken cancellationToken)
    {
        var rows = new List<T>();
        statement.OnRow(reader => rows.Add(map(reader)));
        await TryAsync(
            async token =>
            {
                rows.Clear();
                if (queue is not null)
                    await queue.RunAsync(statement, rows.Clear, isChange: true, token);
                else
                    await connections.WriteAsync(
                        async connection =>
                        {
                            await connection.RunAsync([statement], token);
                            return true;
                        },
                        token);
                return true;
            },
            cancellationToken);
        return rows;
    }

    /// <summary>Runs statements as one transaction. Rows that they give are read in <see cref="WriteAsync"/>, where each attempt begins anew.</summary>
    public Task RunAsync(IReadOnlyList<Statement> statements, CancellationToken cancellationToken)
    {
        if (statements.Any(statement => statement.HasRows))
            throw new ArgumentException("What a failed try has read would stay.", nameof(statements));
        return WriteAsync(
            async connection =>
            {
                var all = statements.Count == 1 ? statements : [new(Dialect.Begin), .. statements, new("commit")];
                await connection.RunAsync(all, cancellationToken);
                return true;
            },
            cancellationToken);
    }

    /// <summary>
    /// Work that begins and commits its own transaction; what it leaves uncommitted is rolled back. It may be done again after a failure, so
    /// what it reads and builds must not outlive an attempt.
    /// </summary>
    public Task<T> WriteAsync<T>(Func<StoreConnection, Task<T>> work, CancellationToken cancellationToken) =>
        TryAsync(token => connections.WriteAsync(work, token), cancellationToken);

    /// <summary>Does what is one transaction, and repeats it whole where that helps.</summary>
    public Task<T> TryAsync<T>(Func<CancellationToken, Task<T>> transaction, CancellationToken cancellationToken) => retry is null
        ? transaction(cancellationToken)
        : retry.ExecuteAsync(async token => await transaction(token), cancellationToken).AsTask();

    async IAsyncEnumerable<T> CollectAsync<T>(
        Statement statement, Func<DbDataReader, T> map, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var row in await QueryAsync(statement, map, cancellationToken))
            yield return row;
    }
}
