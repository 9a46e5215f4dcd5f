namespace StockSync.Engine.Operations.Reports.Sections;

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
