namespace StockSync.Engine.Operations.Reports.Sections;

/// <summary>What was or is wrong, and whether somebody was told.</summary>
static class AlertSection
{
    const int MaxAlerts = 10;

    public static void Write(ReportPage page, ReportData data)
    {
        var text = page.Text;
        page.Card("Alerts", data.Health.Alerts is { } alerts ? Lead(text, alerts) : null, () =>
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

    static string Lead(ReportText text, AlertHealth alerts)
    {
        string lead = text.Format(
            "AlertsLead", ReportText.Count(alerts.Open), ReportText.Count(alerts.Pending), ReportText.Count(alerts.Refused));
        return alerts.LastDeliveredAt is { } delivered ? $"{lead} {text.Format("AlertsDelivered", ReportText.Instant(delivered))}" : lead;
    }

    static string Style(SyncAlert alert) => (alert.State, alert.Severity) switch
    {
        (AlertState.Resolved, _) => "plain",
        (_, AlertSeverity.Critical) => "bad",
        (_, AlertSeverity.Warning) => "fair",
        _ => "plain",
    };
}
