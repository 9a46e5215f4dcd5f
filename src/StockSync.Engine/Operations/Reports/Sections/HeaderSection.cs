using System.Globalization;

namespace StockSync.Engine.Operations.Reports.Sections;

/// <summary>What the page is, and of which database.</summary>
static class HeaderSection
{
    public static void Write(ReportPage page, ReportData data)
    {
        var (markup, text) = (page.Markup, page.Text);
        markup.Open("header");
        markup.Open("svg", ("class", "logo"), ("viewBox", "0 0 40 40"), ("width", "44"), ("height", "44"), ("aria-hidden", "true"));
        markup.Leaf("rect", ("class", "plate"), ("width", "40"), ("height", "40"), ("rx", "10"));
        markup.Shape("bars", "M10 30V20M20 30V11M30 30V16");
        markup.Close();
        markup.Open("div");
        markup.Element("h1", text["Title"]);
        markup.Element("p", Summary(text, data), ("class", "lead"));
        markup.Close();
        markup.Open("p", ("class", "stamp"));
        markup.Element("span", data.Target);
        markup.Element("span", text.Format("AsOf", ReportText.Instant(data.Health.AsOf)));
        markup.Close();
        markup.Close();
    }

    static string Summary(ReportText text, ReportData data)
    {
        if (data.Days.Count == 0)
            return text["NoDaysLead"];
        long bars = data.Days.Sum(d => (long)d.Stored + d.Suspended);
        string summary = text.Format("Summary", ReportText.Count(bars), ReportText.Day(data.Days[0].Date), ReportText.Day(data.Days[^1].Date));
        return data.Health.ScopeStocks is { } chosen ? $"{summary} {text.Format("SummaryChosen", ReportText.Count(chosen))}" : summary;
    }
}

/// <summary>The status, why it is so, and what to do.</summary>
static class BannerSection
{
    public static void Write(ReportPage page, SyncHealth health)
    {
        var (markup, text) = (page.Markup, page.Text);
        markup.Open("section", ("class", $"banner {Style(health.Status)}"), ("id", "status"));
        markup.Open("div", ("class", "verdict"));
        WriteIcon(markup, health.Status, "40");
        markup.Open("div");
        markup.Element("h2", text.Word(health.Status));
        markup.Element("p", text[$"Verdict{health.Status}"], ("class", "lead"));
        markup.Close();
        markup.Close();
        if (health.Reasons.Count > 0)
            WriteReasons(page, health.Reasons);
        markup.Close();
    }

    static void WriteReasons(ReportPage page, IReadOnlyList<HealthReason> reasons)
    {
        var (markup, text) = (page.Markup, page.Text);
        markup.Open("ul", ("class", "reasons"));
        foreach (var reason in reasons)
        {
            markup.Open("li", ("class", Style(reason.Severity)));
            WriteIcon(markup, reason.Severity, "20");
            markup.Open("div");
            markup.Open("p");
            markup.Element("strong", text.Word(reason.Severity));
            markup.Text(" ");
            markup.Element("bdi", reason.Text);
            markup.Text(" ");
            markup.Element("code", reason.Code);
            markup.Close();
            if (reason.Advice is { } advice)
                markup.Element("p", advice, ("class", "advice"));
            markup.Close();
            markup.Close();
        }
        markup.Close();
    }

    // Each status has a form of its own: disc, triangle, octagon, ring.
    static void WriteIcon(Markup markup, HealthStatus status, string size)
    {
        markup.Open("svg", ("class", "icon"), ("viewBox", "0 0 40 40"), ("width", size), ("height", size), ("aria-hidden", "true"));
        (string form, string sign) = status switch
        {
            HealthStatus.Healthy => ("M2 20a18 18 0 1 0 36 0a18 18 0 1 0 -36 0z", "M12 20.5l5.5 5.5L28.5 14.5"),
            HealthStatus.Warning => ("M20 3L38.5 36H1.5z", "M20 15v10M20 30v.5"),
            HealthStatus.Critical => ("M12.5 2h15L38 12.5v15L27.5 38h-15L2 27.5v-15z", "M14 14l12 12M26 14L14 26"),
            _ => ("M2 20a18 18 0 1 0 36 0a18 18 0 1 0 -36 0z", "M15 16a5 5 0 1 1 7.5 4.3c-1.7 1-2.5 2-2.5 3.7M20 29v.5"),
        };
        markup.Shape("form", form);
        markup.Shape("sign", sign);
        markup.Close();
    }

    static string Style(HealthStatus status) => status.ToString().ToLowerInvariant();
}

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
