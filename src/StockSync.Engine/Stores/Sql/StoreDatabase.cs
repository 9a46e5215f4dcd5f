using System.Data.Common;
using System.Runtime.CompilerServices;

namespace StockSync.Engine.Stores.Sql;

/// <summary>Opens connections of one database and turns its failures into ours. One try: whoever calls decides about another.</summary>
abstract class StoreDatabase : IAsyncDisposable
{
    const int EvidenceVersion = 5;

    /// <summary><c>PostgreSQL</c> or <c>SQLite</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>Host and database, or the file.</summary>
    public abstract string Place { get; }

    public abstract SqlDialect Dialect { get; }

    /// <summary>The schema's version as it was read last; null before.</summary>
    public int? SchemaVersion { get; set; }

    /// <summary>True unless the database is known to be older than the columns that came with evidence: it is read as it is then.</summary>
    public bool HasEvidence => SchemaVersion is null or >= EvidenceVersion;

    /// <summary>Free bytes of the disk of a database that is a file; null where that is not to be seen from here.</summary>
    public virtual long? FreeBytes => null;

    public abstract ValueTask DisposeAsync();

    /// <summary>
    /// What is asked until this is disposed of, reads and single changes, goes in one round trip where the database is that far away. None
    /// may be awaited before.
    /// </summary>
    public virtual IDisposable Gather() => NothingHeld.Instance;

    /// <summary>A connection that only reads. <see cref="ErrorIds.StoreEmpty"/> where there is nothing to read from.</summary>
    protected abstract ValueTask<StoreConnection> OpenReadAsync(CancellationToken cancellationToken);

    /// <summary>A connection that writes.</summary>
    protected abstract ValueTask<StoreConnection> OpenWriteAsync(CancellationToken cancellationToken);

    /// <summary>Runs one read.</summary>
    /// <param name="statement">It gives its rows away as they come.</param>
    /// <param name="forget">To be called before it is run once more.</param>
    /// <param name="cancellationToken">Cancels.</param>
    protected virtual Task ReadRowsAsync(Statement statement, Action forget, CancellationToken cancellationToken) =>
        ReadAsync(connection => connection.RunAsync([statement], cancellationToken), cancellationToken);

    /// <summary>Runs one statement that changes something and gives rows.</summary>
    /// <param name="statement">It gives its rows away as they come.</param>
    /// <param name="forget">To be called before it is run once more, after all it did was undone.</param>
    /// <param name="cancellationToken">Cancels.</param>
    protected virtual Task ChangeRowsAsync(Statement statement, Action forget, CancellationToken cancellationToken) => WriteAsync(
        async connection =>
        {
            await connection.RunAsync([statement], cancellationToken).ConfigureAwait(false);
            return true;
        },
        cancellationToken);

    /// <summary>What a failure means; null for what is not the database's doing and goes on as it is.</summary>
    protected abstract StockSyncException? Translate(Exception exception);

    /// <summary>Reads all rows. A database without our tables gives none.</summary>
    public async Task<List<T>> QueryAsync<T>(Statement statement, Func<DbDataReader, T> map, CancellationToken cancellationToken)
    {
        var rows = new List<T>();
        statement.OnRow(reader => rows.Add(map(reader)));
        try
        {
            await ReadRowsAsync(statement, rows.Clear, cancellationToken).ConfigureAwait(false);
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
        var rows = await QueryAsync(statement, map, cancellationToken).ConfigureAwait(false);
        var seen = new HashSet<TKey>(rows.Count);
        foreach (var row in rows)
        {
            if (!seen.Add(key(row)))
                throw StoreErrors.StrangeRow(Place, FormattableString.Invariant($"{statement.Source} '{key(row)}': twice"), null);
        }
        return rows;
    }

    /// <summary>Changes something in one statement, a transaction of its own, and reads what it gives.</summary>
    public async Task<List<T>> ChangeAsync<T>(Statement statement, Func<DbDataReader, T> map, CancellationToken cancellationToken)
    {
        var rows = new List<T>();
        statement.OnRow(reader => rows.Add(map(reader)));
        await ChangeRowsAsync(statement, rows.Clear, cancellationToken).ConfigureAwait(false);
        return rows;
    }

    /// <summary>Reads rows as they come; the connection is held until the end. A database without our tables gives none.</summary>
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
                    connection ??= await OpenReadAsync(cancellationToken).ConfigureAwait(false);
                    command ??= connection.CreateCommand(statement);
                    reader ??= await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
                    cancellationToken.ThrowIfCancellationRequested();
                    if (!await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                        yield break;
                    row = statement.Read(reader, map);
                }
                catch (Exception e) when (IsEmpty(e))
                {
                    yield break;
                }
                catch (Exception e) when (Ours(e, cancellationToken) is { } ours)
                {
                    throw ours;
                }
                yield return row;
            }
        }
        finally
        {
            if (reader is not null)
                await reader.DisposeAsync().ConfigureAwait(false);
            if (command is not null)
                await command.DisposeAsync().ConfigureAwait(false);
            if (connection is not null)
                await connection.DisposeAsync().ConfigureAwait(false);
        }
    }

    public async Task ReadAsync(Func<StoreConnection, Task> work, CancellationToken cancellationToken)
    {
        try
        {
            var connection = await OpenReadAsync(cancellationToken).ConfigureAwait(false);
            await using var _ = connection.ConfigureAwait(false);
            await work(connection).ConfigureAwait(false);
        }
        catch (Exception e) when (Ours(e, cancellationToken) is { } ours)
        {
            throw ours;
        }
    }

    /// <summary>Work that begins and commits its own transaction; what it leaves uncommitted is rolled back.</summary>
    public async Task<T> WriteAsync<T>(Func<StoreConnection, Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            var connection = await OpenWriteAsync(cancellationToken).ConfigureAwait(false);
            await using var _ = connection.ConfigureAwait(false);
            return await work(connection).ConfigureAwait(false);
        }
        catch (Exception e) when (Ours(e, cancellationToken) is { } ours)
        {
            throw ours;
        }
    }

    /// <summary>Runs statements as one transaction.</summary>
    public Task RunAsync(IReadOnlyList<Statement> statements, CancellationToken cancellationToken) => WriteAsync(
        async connection =>
        {
            var all = statements.Count == 1 ? statements : [new(Dialect.Begin), .. statements, new("commit")];
            await connection.RunAsync(all, cancellationToken).ConfigureAwait(false);
            return true;
        },
        cancellationToken);

    bool IsEmpty(Exception exception) => (exception as StockSyncException ?? Translate(exception))?.ErrorId == ErrorIds.StoreEmpty;

    // A cancelled statement ends in the driver's own error now and then; the caller asked for it, so it is a cancellation.
    Exception? Ours(Exception exception, CancellationToken cancellationToken) => exception switch
    {
        OperationCanceledException or StockSyncException => null,
        InvalidDataException => StoreErrors.StrangeRow(Place, exception.Message, exception),
        _ when Translate(exception) is { } ours => cancellationToken.IsCancellationRequested
            ? new OperationCanceledException(ours.Message, exception, cancellationToken)
            : ours,
        _ => null,
    };
}
