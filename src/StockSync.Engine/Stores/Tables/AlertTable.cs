using System.Data.Common;
using StockSync.Engine.Stores.Sql;

namespace StockSync.Engine.Stores.Tables;

/// <summary>Alerts: one row for each rule and scope, as it is now.</summary>
sealed class AlertTable(StoreDatabase database)
{
    const string Columns = """
        rule, scope, severity, state, title, opened_at, seen_at, resolved_at, notified_at, times_seen, run_id
        """;

    public async Task<IReadOnlyList<SyncAlert>> GetAsync(bool openOnly, int limit, CancellationToken cancellationToken) =>
        await database.QueryAsync(
            new Statement($"""
                select {Columns} from sync_alert {(openOnly ? "where state = 'Open'" : "")}
                order by opened_at desc, rule, scope limit @limit
                """)
                .With("limit", Math.Max(0, limit)),
            Read,
            alert => alert.AlertId,
            cancellationToken);

    public Statement Put(IEnumerable<SyncAlert> alerts) => new Statement($"""
        insert into sync_alert ({Columns})
        select {Columns} from {database.Dialect.Rows("rows", """
            rule text, scope text, severity text, state text, title text, opened_at timestamptz, seen_at timestamptz,
            resolved_at timestamptz, notified_at timestamptz, times_seen integer, run_id text
            """)} where true
        on conflict (rule, scope) do update set severity = excluded.severity, state = excluded.state, title = excluded.title,
            opened_at = excluded.opened_at, seen_at = excluded.seen_at, resolved_at = excluded.resolved_at,
            notified_at = excluded.notified_at, times_seen = excluded.times_seen, run_id = excluded.run_id
        """)
        // PostgreSQL refuses a statement that would change one row twice.
        .With("rows", JsonRows.Of(alerts.GroupBy(alert => alert.AlertId).Select(group => group.Last()), (json, alert) =>
        {
            json.Text("rule", alert.Rule.ToString());
            json.Text("scope", alert.Scope);
            json.Text("severity", alert.Severity.ToString());
            json.Text("state", alert.State.ToString());
            json.Text("title", alert.Title);
            json.Instant("opened_at", alert.OpenedAt);
            json.Instant("seen_at", alert.SeenAt);
            json.Instant("resolved_at", alert.ResolvedAt);
            json.Instant("notified_at", alert.NotifiedAt);
            json.WriteNumber("times_seen", alert.Count);
            json.Text("run_id", alert.RunId);
        }));

    SyncAlert Read(DbDataReader reader) => new()
    {
        Rule = reader.Word<AlertRule>(0),
        Scope = reader.GetString(1),
        Severity = reader.Word<AlertSeverity>(2),
        State = reader.Word<AlertState>(3),
        Title = reader.GetString(4),
        OpenedAt = database.Dialect.ReadInstant(reader, 5),
        SeenAt = database.Dialect.ReadInstant(reader, 6),
        ResolvedAt = database.Dialect.ReadInstantOrNull(reader, 7),
        NotifiedAt = database.Dialect.ReadInstantOrNull(reader, 8),
        Count = reader.Count(9),
        RunId = reader.TextOrNull(10),
    };
}
