using System.Data.Common;

namespace StockSync.Engine.Stores.Sql;

/// <summary>A connection borrowed for one piece of work. Disposing rolls back what was not committed and gives it back.</summary>
abstract class StoreConnection : IAsyncDisposable
{
    /// <summary>Runs statements in order; in one round trip where the database can. The first failure stops the rest.</summary>
    public abstract Task RunAsync(IReadOnlyList<Statement> statements, CancellationToken cancellationToken);

    /// <summary>A command for an answer that is read as it comes.</summary>
    public abstract DbCommand CreateCommand(Statement statement);

    public abstract ValueTask DisposeAsync();
}
