using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace StockSync.Engine.Operations.Alerts.Policy;

/// <summary>Identities of messages: the same for the same news, so that what is written twice stands in the outbox once.</summary>
static class MessageId
{
    public static string Of(IEnumerable<AlertEvent> events)
    {
        // To the second: a database may keep less of an instant than a clock tells.
        static string Second(DateTime? time) => time?.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture) ?? "";
        var news = events.Select(e =>
            $"{e.Alert.AlertId}|{e.News}|{e.Alert.Severity}|{Second(e.Alert.OpenedAt)}|{Second(e.Before?.NotifiedAt)}");
        return From(string.Join('\n', news.Order(StringComparer.Ordinal)));
    }

    /// <summary>A new one.</summary>
    public static string Create() => From(Guid.NewGuid().ToString());

    static string From(string text) => "msg_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..24];
}
