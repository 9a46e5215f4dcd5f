using System.Diagnostics;

namespace StockSync.Engine.Telemetry;

/// <summary>What an attempt to deliver a message tells.</summary>
static class AlertMeasures
{
    /// <summary>Counts an attempt, and shows in its activity how it ended.</summary>
    /// <param name="activity">Null where nobody listens.</param>
    /// <param name="after">The message after the attempt.</param>
    public static void Record(Activity? activity, AlertDelivery after)
    {
        string outcome = after.State switch
        {
            AlertDeliveryState.Delivered => "delivered",
            AlertDeliveryState.Failed => "failed",
            _ => "pending",
        };
        string severity = after.Severity.ToString();
        SyncTelemetry.Alerts.Add(1, new TagList { { "channel", after.Channel }, { "severity", severity }, { "outcome", outcome } });
        activity?.SetTag("stocksync.alert.channel", after.Channel).SetTag("stocksync.alert.severity", severity)
            .SetTag("stocksync.alert.outcome", outcome);
        if (after.State != AlertDeliveryState.Delivered)
            activity?.SetStatus(ActivityStatusCode.Error);
    }
}
