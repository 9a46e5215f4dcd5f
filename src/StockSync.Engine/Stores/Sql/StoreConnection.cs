using System.Data.Common;

namespace StockSync.Engine.Stores.Sql;

/// <summary>A connection borrowed for one piece of work. Disposing rolls back what was not committed and gives it back.</summary>
abstract class StoreConnection : IAsyncDisposable
{
    /// <summary>Runs statements in order; in one round trip where the database can. The first failure stops the rest.</summary>
    public abstract Task RunAsync(IReadOnlyList<Statement> statements, CancellationToken cancellationToken);

    /// <summary>Runs the last statements of a transaction and commits it.</summary>
    /// <param name="work">The statements; with the commit they are one round trip.</param>
    /// <param name="lastPoint">The fail point between them and the commit.</param>
    /// <param name="cancellationToken">Gives the transaction up.</param>
    public async Task CommitAsync(IReadOnlyList<Statement> work, string lastPoint, CancellationToken cancellationToken)
    {
        if (FailPoint.IsArmed)
        {
            await RunAsync(work, cancellationToken).ConfigureAwait(false);
            FailPoint.Hit(lastPoint);
            work = [];
        }
        var committing = RunAsync([.. work, new("commit")], cancellationToken);
        FailPoint.Hit(FailPoint.CommitSent);
        await committing.ConfigureAwait(false);
    }

    /// <summary>A command for an answer that is read as it comes.</summary>
    public abstract DbCommand CreateCommand(Statement statement);

    public abstract ValueTask DisposeAsync();
}
