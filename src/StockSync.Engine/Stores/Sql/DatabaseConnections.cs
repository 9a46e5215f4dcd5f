using System.Data.Common;

namespace StockSync.Engine.Stores.Sql;

/// <summary>
/// Opens connections of one database, turns its failures into ours and keeps what is known of it. One attempt for each call;
/// <see cref="StoreDatabase"/> decides about another.
/// </summary>
abstract class DatabaseConnections : IAsyncDisposable
{
    /// <summary><c>PostgreSQL</c> or <c>SQLite</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>Host and database, or the file.</summary>
    public abstract string Place { get; }

    public abstract SqlDialect Dialect { get; }

    /// <summary>The schema's version as it was read last; null before.</summary>
    public int? SchemaVersion { get; set; }

    /// <summary>Free bytes of the disk of a database that is a file; null where that is not to be seen from here.</summary>
    public virtual long? FreeBytes => null;

    public abstract ValueTask DisposeAsync();

    /// <summary>A connection that only reads. <see cref="ErrorIds.StoreEmpty"/> where there is nothing to read from.</summary>
    public abstract ValueTask<StoreConnection> OpenReadAsync(CancellationToken cancellationToken);

    /// <summary>Work on a connection that only reads.</summary>
    public async Task ReadAsync(Func<StoreConnection, Task> work, CancellationToken cancellationToken)
    {
        try
        {
            var connection = await OpenReadAsync(cancellationToken);
            await using var _ = connection;
            await work(connection);
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
            var connection = await OpenWriteAsync(cancellationToken);
            await using var _ = connection;
            return await work(connection);
        }
        catch (Exception e) when (Ours(e, cancellationToken) is { } ours)
        {
            throw ours;
        }
    }

    /// <summary>Our error for a failure, null for one that goes on as it is.</summary>
    public Exception? Ours(Exception exception, CancellationToken cancellationToken) => exception switch
    {
        OperationCanceledException or StockSyncException => null,
        InvalidDataException => StoreErrors.StrangeRow(Place, exception.Message, exception),
        // A cancelled statement ends in the driver's own error now and then; the caller asked for it, so it is a cancellation.
        _ when Translate(exception) is { } ours => cancellationToken.IsCancellationRequested
            ? new OperationCanceledException(ours.Message, exception, cancellationToken)
            : ours,
        _ => null,
    };

    /// <summary>True where a failure means that there is nothing to read from.</summary>
    public bool IsEmpty(Exception exception) => (exception as StockSyncException ?? Translate(exception))?.ErrorId == ErrorIds.StoreEmpty;

    /// <summary>A connection that writes.</summary>
    protected abstract ValueTask<StoreConnection> OpenWriteAsync(CancellationToken cancellationToken);

    /// <summary>What a failure means; null for what is not the database's doing and goes on as it is.</summary>
    protected abstract StockSyncException? Translate(Exception exception);
}

/// <summary>A connection borrowed for one piece of work. Disposing rolls back what was not committed and gives it back.</summary>
abstract class StoreConnection : IAsyncDisposable
{
    /// <summary>Runs statements in order; in one round trip where the database can. The first failure stops the rest.</summary>
    public abstract Task RunAsync(IReadOnlyList<Statement> statements, CancellationToken cancellationToken);

    /// <summary>A command for an answer that is read as it comes.</summary>
    public abstract DbCommand CreateCommand(Statement statement);

    public abstract ValueTask DisposeAsync();
}
