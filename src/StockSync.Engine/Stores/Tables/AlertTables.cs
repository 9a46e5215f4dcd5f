using StockSync.Engine.Stores.Contract;
using StockSync.Engine.Stores.Sql;

namespace StockSync.Engine.Stores.Tables;

/// <summary>Alerts and their outbox, which change together.</summary>
sealed class AlertTables(StoreDatabase database)
{
    public AlertTable Alerts { get; } = new(database);

    public OutboxTable Outbox { get; } = new(database);

    /// <summary>The statements of changes, for a transaction of whoever makes them.</summary>
    public IEnumerable<Statement> Changes(AlertChanges changes)
    {
        if (changes.Alerts.Count > 0)
            yield return Alerts.Put(changes.Alerts);
        if (changes.Messages.Count > 0)
            yield return Outbox.Add(changes.Messages);
    }

    public Task ApplyAsync(AlertChanges changes, CancellationToken cancellationToken) =>
        changes.IsEmpty ? Task.CompletedTask : database.RunAsync([.. Changes(changes)], cancellationToken);
}
