using System.Globalization;

namespace StockSync.Engine.Operations.Reports.Sections;

/// <summary>Where the page comes from.</summary>
static class ProvenanceSection
{
    public static void Write(ReportPage page, ReportData data)
    {
        var (markup, text) = (page.Markup, page.Text);
        markup.Open("footer");
        markup.Open("dl");
        Item(
            page,
            "Generated",
            $"{ReportText.Instant(data.Health.AsOf)} ({data.Health.AsOf.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC)");
        Item(page, "Version", $"StockSync {data.Version}");
        Item(page, "Host", $"{data.Host} ({data.Zone})");
        Item(page, "Database", Database(text, data));
        Item(page, "Service", data.Endpoint);
        markup.Close();
        markup.Element("p", text["Footnote"]);
        markup.Close();
    }

    static string Database(ReportText text, ReportData data) => data.Health.Database is { SchemaVersion: > 0 } database
        ? $"{data.Target} ({text.Format("Schema", database.SchemaVersion)})"
        : data.Target;

    static void Item(ReportPage page, string name, string value)
    {
        page.Markup.Open("div");
        page.Markup.Element("dt", page.Text[name]);
        page.Markup.Element("dd", value);
        page.Markup.Close();
    }
}
