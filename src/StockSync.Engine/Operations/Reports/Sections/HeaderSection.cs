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
