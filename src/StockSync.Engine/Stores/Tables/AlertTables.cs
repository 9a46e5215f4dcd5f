using System.Data.Common;
using System.Text.Encodings.Web;
using System.Text.Json;
using StockSync.Engine.Stores.Contract;
using StockSync.Engine.Stores.Sql;

namespace StockSync.Engine.Stores.Tables;

/// <summary>Alerts, one row for each rule and scope as it is now, and their outbox, one row for each message and channel. They change together.</summary>
sealed class AlertTables(StoreDatabase database) : IAlertStore
{
    const string AlertColumns = """
        rule, scope, severity, state, title, opened_at, seen_at, resolved_at, notified_at, times_seen, run_id
        """;

    const string MessageColumns = """
        message_id, channel, alert_id, kind, severity, state, content, created_at, not_before, delivered_at, attempts, last_error, run_id
        """;

    public async Task<IReadOnlyList<SyncAlert>> GetAlertsAsync(bool openOnly, int limit, CancellationToken cancellationToken) =>
        await database.QueryAsync(
            new Statement($"""
                select {AlertColumns} from sync_alert {(openOnly ? "where state = 'Open'" : "")}
                order by opened_at desc, rule, scope limit @limit
                """)
                .With("limit", Math.Max(0, limit)),
            ReadAlert,
            alert => alert.AlertId,
            cancellationToken);

    public Task ApplyAlertsAsync(AlertChanges changes, CancellationToken cancellationToken) =>
        changes.IsEmpty ? Task.CompletedTask : database.RunAsync([.. Changes(changes)], cancellationToken);

    /// <summary>The statements of changes, for a transaction of whoever makes them.</summary>
    public IEnumerable<Statement> Changes(AlertChanges changes)
    {
        if (changes.Alerts.Count > 0)
            yield return Put(changes.Alerts);
        if (changes.Messages.Count > 0)
            yield return Add(changes.Messages);
    }

    public async Task<IReadOnlyList<AlertDelivery>> GetDeliveriesAsync(bool pendingOnly, int limit, CancellationToken cancellationToken) =>
        await database.QueryAsync(
            new Statement($"""
                select {MessageColumns} from sync_outbox {(pendingOnly ? "where state = 'Pending'" : "")}
                order by created_at desc, message_id desc, channel limit @limit
                """)
                .With("limit", Math.Max(0, limit)),
            ReadMessage,
            delivery => (delivery.MessageId, delivery.Channel),
            cancellationToken);

    /// <summary>One statement finds and takes, so two processes never take the same message; the second passes over those taken.</summary>
    public async Task<IReadOnlyList<AlertDelivery>> ClaimMessagesAsync(
        DateTime now, TimeSpan claim, int limit, CancellationToken cancellationToken)
    {
        var claimed = await database.WriteAsync(
            async connection =>
            {
                var taken = new List<AlertDelivery>();
                await connection.RunAsync(
                    [
                        new Statement($"""
                            with due as materialized (
                                select message_id, channel from sync_outbox
                                where state = 'Pending' and not_before <= @now and (claimed_until is null or claimed_until <= @now)
                                order by not_before, message_id, channel limit @limit{database.Dialect.ForUpdateSkipLocked})
                            update sync_outbox set claimed_until = @until
                            where (message_id, channel) in (select message_id, channel from due)
                            returning {MessageColumns}
                            """)
                            .With("now", database.Dialect.Instant(now)).With("until", database.Dialect.Instant(now + claim))
                            .With("limit", Math.Max(0, limit))
                            .OnRow(reader => taken.Add(ReadMessage(reader))),
                    ],
                    cancellationToken);
                return taken;
            },
            cancellationToken);
        // A recovery comes after what it is the end of.
        return
        [
            .. claimed.OrderBy(m => m.CreatedAt).ThenBy(m => m.MessageId, StringComparer.Ordinal)
                .ThenBy(m => m.Channel, StringComparer.Ordinal),
        ];
    }

    /// <summary>What was delivered stays delivered, also when a slower process comes back with a failure.</summary>
    public Task RecordDeliveryAsync(AlertDelivery delivery, CancellationToken cancellationToken) => database.RunAsync(
        [
            new Statement("""
                update sync_outbox set state = @state, attempts = @attempts, not_before = @not_before, delivered_at = @delivered_at,
                    last_error = @last_error, claimed_until = null
                where message_id = @message_id and channel = @channel and state <> 'Delivered'
                """)
                .With("state", delivery.State.ToString()).With("attempts", delivery.Attempts)
                .With("not_before", database.Dialect.Instant(delivery.NotBefore))
                .With("delivered_at", database.Dialect.Instant(delivery.DeliveredAt)).With("last_error", delivery.LastError)
                .With("message_id", delivery.MessageId).With("channel", delivery.Channel),
        ],
        cancellationToken);

    Statement Put(IEnumerable<SyncAlert> alerts) => new Statement($"""
        insert into sync_alert ({AlertColumns})
        select {AlertColumns} from {database.Dialect.Rows("rows", """
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

    // A message that is there already stays as it is: who writes it again does not know how far it has come.
    Statement Add(IEnumerable<AlertDelivery> messages) => new Statement($"""
        insert into sync_outbox ({MessageColumns})
        select {MessageColumns} from {database.Dialect.Rows("rows", """
            message_id text, channel text, alert_id text, kind text, severity text, state text, content text, created_at timestamptz,
            not_before timestamptz, delivered_at timestamptz, attempts integer, last_error text, run_id text
            """)} where true
        on conflict (message_id, channel) do nothing
        """)
        .With("rows", JsonRows.Of(messages, (json, message) =>
        {
            json.Text("message_id", message.MessageId);
            json.Text("channel", message.Channel);
            json.Text("alert_id", message.AlertId);
            json.Text("kind", message.Kind.ToString());
            json.Text("severity", message.Severity.ToString());
            json.Text("state", message.State.ToString());
            json.Text("content", ContentText.Of(message.Content));
            json.Instant("created_at", message.CreatedAt);
            json.Instant("not_before", message.NotBefore);
            json.Instant("delivered_at", message.DeliveredAt);
            json.WriteNumber("attempts", message.Attempts);
            json.Text("last_error", message.LastError);
            json.Text("run_id", message.RunId);
        }));

    SyncAlert ReadAlert(DbDataReader reader) => new()
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

    AlertDelivery ReadMessage(DbDataReader reader) => new()
    {
        MessageId = reader.GetString(0),
        Channel = reader.GetString(1),
        AlertId = reader.TextOrNull(2),
        Kind = reader.Word<AlertMessageKind>(3),
        Severity = reader.Word<AlertSeverity>(4),
        State = reader.Word<AlertDeliveryState>(5),
        Content = ContentText.Read(reader.GetString(6)),
        CreatedAt = database.Dialect.ReadInstant(reader, 7),
        NotBefore = database.Dialect.ReadInstant(reader, 8),
        DeliveredAt = database.Dialect.ReadInstantOrNull(reader, 9),
        Attempts = reader.Count(10),
        LastError = reader.TextOrNull(11),
        RunId = reader.TextOrNull(12),
    };
}

/// <summary>What a message says, as JSON text: it is kept whole and asked for by nobody's parts.</summary>
static class ContentText
{
    static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web)
    {
        // Chinese stays readable for whoever looks into the table; nothing of it is ever put into a page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    public static string Of(AlertContent content) => JsonSerializer.Serialize(content, s_options);

    /// <exception cref="FormatException">It is none of ours.</exception>
    public static AlertContent Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<AlertContent>(text, s_options) ?? throw new FormatException("null");
        }
        catch (JsonException e)
        {
            throw new FormatException(e.Message, e);
        }
    }
}
