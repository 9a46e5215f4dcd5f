namespace StockSync.Engine.Operations.Reports.Sections;

/// <summary>What the copy rests on: who is excused, what waits for a second answer, what persons have accepted.</summary>
static class EvidenceSection
{
    public static void Write(ReportPage page, ReportData data) => page.Card("Evidence", null, () =>
    {
        if (data.Health.Evidence is not { } evidence)
        {
            page.Nothing("NoEvidence");
            return;
        }
        page.Table(["Measure", "CountColumn"], Rows(page.Text, data.Health, evidence));
        WriteExcused(page, data, evidence);
        WriteItems(page, "WaitingTitle", evidence.Waiting, evidence.WaitingFor, isNoted: false);
        WriteItems(page, "AcceptedTitle", evidence.Accepted, evidence.AcceptedItems, isNoted: true);
    });

    static IEnumerable<IReadOnlyList<string>> Rows(ReportText text, SyncHealth health, EvidenceHealth evidence)
    {
        if (health.ScopeStocks is { } chosen)
            yield return [text["ChosenStocks"], ReportText.Count(chosen)];
        yield return [text["ExcusedStocks"], ReportText.Count(evidence.Excused)];
        yield return [text["WaitingItems"], ReportText.Count(evidence.Waiting)];
        yield return [text["DoubtedDays"], ReportText.Count(evidence.Doubted)];
        yield return [text["DoubtedStocks"], ReportText.Count(evidence.DoubtedStocks)];
        yield return [text["QuarantinedStocks"], ReportText.Count(evidence.QuarantinedStocks)];
        yield return [text.Format("OneAnswerDays", ReportText.Day(evidence.NewestOneAnswerDay)), ReportText.Count(evidence.OneAnswerDays)];
        yield return [text["UnknownDays"], ReportText.Count(evidence.UnknownDays)];
        yield return [text["NeverReRead"], ReportText.Count(evidence.NeverReRead)];
        yield return [text["AcceptedItems"], ReportText.Count(evidence.Accepted)];
    }

    static void WriteExcused(ReportPage page, ReportData data, EvidenceHealth evidence)
    {
        if (evidence.ExcusedStocks.Count == 0)
            return;
        Open(page, "ExcusedTitle", evidence.ExcusedStocks.Count, evidence.Excused);
        page.OpenTable(["Stock", "From", "Since", "NoteColumn"], leftColumns: 4);
        foreach (var stock in evidence.ExcusedStocks)
        {
            page.Markup.Open("tr");
            page.Markup.Open("th", ("scope", "row"));
            page.Markup.Element("span", stock.Code, ("class", "code"));
            page.Markup.Text(" ");
            page.Markup.Element("bdi", StockCode.TryParse(stock.Code, out var code) && data.Names.TryGetValue(code, out string? name) ? name : "");
            page.Markup.Close();
            page.Cell(ReportText.Day(stock.From));
            page.Cell(ReportText.Day(stock.Since));
            Prose(page, stock.Note);
            page.Markup.Close();
        }
        page.CloseTable();
        page.Markup.Close();
    }

    static void WriteItems(ReportPage page, string title, int count, IReadOnlyList<EvidenceItem> items, bool isNoted)
    {
        if (items.Count == 0)
            return;
        Open(page, title, items.Count, count);
        page.OpenTable(["What", "Subject", "Since", "AnswersColumn", isNoted ? "NoteColumn" : "DetailColumn"], leftColumns: 5);
        foreach (var item in items)
        {
            page.Markup.Open("tr");
            page.Cell(page.Text[$"Evidence{item.Kind}"], isHeading: true);
            page.Cell(item.Subject);
            page.Cell(ReportText.Day(item.Since));
            page.Cell(item.Answers > 0 ? ReportText.Count(item.Answers) : "–");
            Prose(page, isNoted ? item.Note : item.Detail);
            page.Markup.Close();
        }
        page.CloseTable();
        page.Markup.Close();
    }

    static void Open(ReportPage page, string title, int shown, int count)
    {
        page.Markup.Open("details", ("class", "older"));
        page.Markup.Element("summary", page.Text.Format(title, ReportText.Count(shown), ReportText.Count(count)));
    }

    static void Prose(ReportPage page, string? text)
    {
        page.Markup.Open("td", ("class", "prose"));
        page.Markup.Element("bdi", text ?? "–");
        page.Markup.Close();
    }
}
