namespace StockSync.Engine.Operations.Reports;

/// <summary>The pieces that every part of the page is made of.</summary>
sealed class ReportPage(Markup markup, ReportText text)
{
    public Markup Markup { get; } = markup;

    public ReportText Text { get; } = text;

    /// <summary>A card with a heading.</summary>
    /// <param name="id">Its anchor; its heading is the text <c>{id}Title</c>.</param>
    /// <param name="lead">What is to be seen in it, in a sentence; null for none.</param>
    /// <param name="body">Writes the rest.</param>
    /// <param name="isWide">True where it needs the whole width.</param>
    public void Card(string id, string? lead, Action body, bool isWide = false)
    {
        Markup.Open("section", ("class", isWide ? "card wide" : "card"), ("id", id));
        Markup.Element("h2", Text[id + "Title"]);
        if (lead is not null)
            Markup.Element("p", lead, ("class", "lead"));
        body();
        Markup.Close();
    }

    /// <summary>In place of what there are no data for.</summary>
    public void Nothing(string name) => Markup.Element("p", Text[name], ("class", "nothing"));

    /// <summary>The numbers of a chart, folded away.</summary>
    /// <param name="headers">Names of texts.</param>
    /// <param name="rows">Cells; the first one of a row names it.</param>
    /// <param name="leftColumns">Columns that hold words; the others hold numbers and stand at the right.</param>
    public void Numbers(IReadOnlyList<string> headers, IEnumerable<IReadOnlyList<string>> rows, int leftColumns = 1)
    {
        Markup.Open("details", ("class", "numbers"));
        Markup.Element("summary", Text["Numbers"]);
        Table(headers, rows, leftColumns);
        Markup.Close();
    }

    /// <summary>A table that scrolls within itself where the screen is too narrow.</summary>
    /// <param name="headers">Names of texts.</param>
    /// <param name="rows">Cells; the first one of a row names it.</param>
    /// <param name="leftColumns">Columns that hold words; the others hold numbers and stand at the right.</param>
    public void Table(IReadOnlyList<string> headers, IEnumerable<IReadOnlyList<string>> rows, int leftColumns = 1)
    {
        OpenTable(headers, leftColumns);
        foreach (var row in rows)
        {
            Markup.Open("tr");
            for (int i = 0; i < row.Count; i++)
                Cell(row[i], i == 0, i >= leftColumns);
            Markup.Close();
        }
        CloseTable();
    }

    public void OpenTable(IReadOnlyList<string> headers, int leftColumns, string? style = null)
    {
        Markup.Open("div", ("class", "scroll"), ("tabindex", "0"));
        Markup.Open("table", ("class", style));
        Markup.Open("thead");
        Markup.Open("tr");
        for (int i = 0; i < headers.Count; i++)
            Markup.Element("th", Text[headers[i]], ("scope", "col"), ("class", i >= leftColumns ? "n" : null));
        Markup.Close();
        Markup.Close();
        Markup.Open("tbody");
    }

    public void CloseTable()
    {
        Markup.Close();
        Markup.Close();
        Markup.Close();
    }

    public void Cell(string content, bool isHeading = false, bool isNumber = false)
    {
        if (isHeading)
            Markup.Element("th", content, ("scope", "row"), ("class", isNumber ? "n" : null));
        else
            Markup.Element("td", content, ("class", isNumber ? "n" : null));
    }
}
