using System.Text;
using StockSync.Engine.Operations.Reports.Charts;
using StockSync.Engine.Operations.Reports.Sections;

namespace StockSync.Engine.Operations.Reports;

/// <summary>One self-contained page: no script, no request, and a policy that forbids both should a text ever become markup.</summary>
static class ReportWriter
{
    const string Policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

    static readonly Lazy<string> s_sheet = new(ReadSheet);

    public static void Write(Stream output, ReportData data, ReportText text)
    {
        using var writer = new StreamWriter(output, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        writer.WriteLine("<!DOCTYPE html>");
        using (var markup = new Markup(writer))
            WritePage(new ReportPage(markup, text), data);
        writer.WriteLine();
    }

    static void WritePage(ReportPage page, ReportData data)
    {
        var markup = page.Markup;
        markup.Open("html", ("lang", page.Text.Tag));
        markup.Open("head");
        markup.Leaf("meta", ("charset", "utf-8"));
        markup.Leaf("meta", ("http-equiv", "Content-Security-Policy"), ("content", Policy));
        markup.Leaf("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1"));
        markup.Leaf("meta", ("name", "color-scheme"), ("content", "light dark"));
        markup.Leaf("meta", ("name", "referrer"), ("content", "no-referrer"));
        markup.Element("title", $"{page.Text["Title"]} {ReportText.Day(data.Today)}");
        markup.Style(s_sheet.Value);
        markup.Close();
        markup.Open("body");
        Textures.Write(markup);
        markup.Open("main");
        HeaderSection.Write(page, data);
        BannerSection.Write(page, data.Health);
        TilesSection.Write(page, data);
        markup.Open("div", ("class", "cards"));
        CalendarSection.Write(page, data);
        SuccessSection.Write(page, data);
        DurationSection.Write(page, data);
        FailureSection.Write(page, data);
        OpenFailureSection.Write(page, data);
        GapSection.Write(page, data);
        EvidenceSection.Write(page, data);
        LatencySection.Write(page, data);
        RetrySection.Write(page, data);
        BudgetSection.Write(page, data);
        SizeSection.Write(page, data);
        RunSection.Write(page, data);
        ScheduleSection.Write(page, data);
        AlertSection.Write(page, data);
        markup.Close();
        ProvenanceSection.Write(page, data);
        markup.Close();
        markup.Close();
        markup.Close();
    }

    static string ReadSheet()
    {
        using var stream = typeof(ReportWriter).Assembly.GetManifestResourceStream("Report.css")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}

/// <summary>Writes a file that only its owner may read, whole or not at all: a kill leaves the former one or the new one.</summary>
static class ReportFile
{
    public static void Write(string path, ReportData data, ReportText text)
    {
        try
        {
            AtomicFile.Write(path, stream => ReportWriter.Write(stream, data, text));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StockSyncException(
                ErrorIds.FileInvalid,
                ErrorKind.Write,
                text.Format("FileWrite", path, e.Message),
                text["FileAdvice"],
                target: path,
                inner: e);
        }
    }
}
