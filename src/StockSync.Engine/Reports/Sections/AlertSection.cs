namespace StockSync.Engine.Reports.Sections;

/// <summary>What was or is wrong, and whether somebody was told.</summary>
static class AlertSection
{
    const int MaxAlerts = 10;

    public static void Write(ReportPage page, ReportData data)
    {
        var text = page.Text;
        page.Card("Alerts", Lead(text, data), () =>
        {
            if (data.Alerts.Count == 0)
            {
                page.Nothing("NoAlerts");
                return;
            }
            page.OpenTable(["Opened", "Severity", "Alert", "State"], leftColumns: 4);
            foreach (var alert in data.Alerts.OrderBy(a => a.State).ThenByDescending(a => a.OpenedAt).Take(MaxAlerts))
            {
                page.Markup.Open("tr");
                page.Cell(ReportText.Instant(alert.OpenedAt), isHeading: true);
                page.Markup.Open("td");
                page.Markup.Element("span", text.Word(alert.Severity), ("class", $"badge {Style(alert)}"));
                page.Markup.Close();
                page.Markup.Open("td", ("class", "prose"));
                page.Markup.Element("bdi", alert.Title);
                page.Markup.Close();
                page.Cell(alert.State == AlertState.Open ? text["Open"] : text.Format("ResolvedAt", ReportText.Instant(alert.ResolvedAt)));
                page.Markup.Close();
            }
            page.CloseTable();
        });
    }

    static string Lead(ReportText text, ReportData data)
    {
        int open = data.Alerts.Count(a => a.State == AlertState.Open);
        int pending = data.Deliveries.Count(d => d.State == AlertDeliveryState.Pending);
        int failed = data.Deliveries.Count(d => d.State == AlertDeliveryState.Failed);
        string lead = text.Format("AlertsLead", ReportText.Count(open), ReportText.Count(pending), ReportText.Count(failed));
        var delivered = data.Deliveries.Max(d => d.DeliveredAt);
        return delivered is null ? lead : $"{lead} {text.Format("AlertsDelivered", ReportText.Instant(delivered))}";
    }

    static string Style(SyncAlert alert) => (alert.State, alert.Severity) switch
    {
        (AlertState.Resolved, _) => "plain",
        (_, AlertSeverity.Critical) => "bad",
        (_, AlertSeverity.Warning) => "fair",
        _ => "plain",
    };
}
