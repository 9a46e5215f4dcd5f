using StockSync.Engine.Operations.Reports.Charts;

namespace StockSync.Engine.Operations.Reports.Sections;

/// <summary>Which stocks and which boards lack bars, and when.</summary>
static class GapSection
{
    const int MaxStrips = 50;
    const int OpenStrips = 15;
    const int MaxStretches = 60;
    const int MaxListed = 6;

    public static void Write(ReportPage page, ReportData data)
    {
        var coverage = new DayCoverage(data);
        var gaps = StockGaps.Find(data, coverage.TradingDays);
        string lead = page.Text.Format(
            gaps.Count > MaxStrips ? "GapsLeadMany" : "GapsLead",
            ReportText.Count(gaps.Count),
            ReportText.Count(gaps.Sum(g => (long)g.Days)),
            MaxStrips);
        page.Card("Gaps", gaps.Count == 0 ? null : lead, () =>
        {
            if (gaps.Count == 0)
            {
                page.Nothing(coverage.First is null ? "NoDays" : "NoGaps");
                return;
            }
            WriteBoards(page, gaps);
            WriteStrips(page, data, gaps, coverage.TradingDays);
        }, isWide: true);
    }

    static void WriteBoards(ReportPage page, IReadOnlyList<StockGap> gaps)
    {
        var boards = gaps.GroupBy(g => BoardOf(g.Code)).OrderBy(b => b.Key)
            .Select(b => (Board: b.Key, Stocks: b.Count(), Days: b.Sum(g => (long)g.Days))).ToArray();
        long most = boards.Max(b => b.Days);
        page.OpenTable(["Board", "Share", "Stocks", "StockDays"], leftColumns: 2, "bars");
        foreach (var (board, stocks, days) in boards)
        {
            page.Markup.Open("tr");
            page.Cell(page.Text.Word(board), isHeading: true);
            page.Markup.Open("td", ("class", "drawn"));
            Strip.WriteBar(page.Markup, (double)days / most);
            page.Markup.Close();
            page.Cell(ReportText.Count(stocks), isNumber: true);
            page.Cell(ReportText.Count(days), isNumber: true);
            page.Markup.Close();
        }
        page.CloseTable();
    }

    static void WriteStrips(ReportPage page, ReportData data, IReadOnlyList<StockGap> gaps, IReadOnlyList<DateOnly> tradingDays)
    {
        var shown = gaps.Take(MaxStrips).ToArray();
        // The axis begins where the first gap does: ten years of nothing would hide a week.
        var from = shown.Min(g => g.Stretches[0].From);
        var days = new DateScale(from.AddDays(-1), tradingDays[^1].AddDays(1));
        page.Markup.Element("h3", page.Text.Format("StripsTitle", ReportText.Day(days.From), ReportText.Day(days.To)));
        Legend.WriteBars(page.Markup, [.. Enum.GetValues<GapCause>().Select(cause => (page.Text.Word(cause), Style(cause)))]);
        WriteTable(page, data, shown.Take(OpenStrips), days);
        if (shown.Length > OpenStrips)
        {
            page.Markup.Open("details", ("class", "older"));
            page.Markup.Element("summary", page.Text.Format("MoreStrips", shown.Length - OpenStrips));
            WriteTable(page, data, shown.Skip(OpenStrips), days);
            page.Markup.Close();
        }
        page.Numbers(
            ["Stock", "From", "To", "Cause"],
            shown.SelectMany(g => g.Stretches.TakeLast(MaxListed).Select(s => (IReadOnlyList<string>)
                [g.Code, ReportText.Day(s.From), ReportText.Day(s.To), page.Text.Word(s.Cause)])),
            leftColumns: 4);
    }

    static void WriteTable(ReportPage page, ReportData data, IEnumerable<StockGap> gaps, DateScale days)
    {
        page.OpenTable(["Stock", "When", "DaysColumn"], leftColumns: 2, "strips");
        foreach (var gap in gaps)
        {
            page.Markup.Open("tr");
            page.Markup.Open("th", ("scope", "row"));
            if (gap.Code == FailedStock.WholeMarket)
            {
                page.Markup.Text(page.Text.Word(MarketBoard.WholeMarket));
            }
            else
            {
                page.Markup.Element("span", gap.Code, ("class", "code"));
                page.Markup.Text(" ");
                page.Markup.Element("bdi", Name(data, gap.Code));
            }
            page.Markup.Close();
            page.Markup.Open("td", ("class", "drawn"));
            Strip.Write(
                page.Markup, days, gap.Stretches.TakeLast(MaxStretches).Select(s => (s.From, s.To, Style(s.Cause), Title(page.Text, s))));
            page.Markup.Close();
            page.Cell(ReportText.Count(gap.Days), isNumber: true);
            page.Markup.Close();
        }
        page.CloseTable();
    }

    // The colours of the other charts, so chosen that what failed stands out.
    static int Style(GapCause cause) => cause switch
    {
        GapCause.Failed => 1,
        GapCause.Late => 0,
        _ => 3,
    };

    static string Title(ReportText text, GapStretch stretch) => stretch.From == stretch.To
        ? $"{ReportText.Day(stretch.From)} {text.Word(stretch.Cause)}"
        : $"{ReportText.Day(stretch.From)} – {ReportText.Day(stretch.To)} {text.Word(stretch.Cause)}";

    static string Name(ReportData data, string code) =>
        StockCode.TryParse(code, out var stock) && data.Names.TryGetValue(stock, out string? name) ? name : "";

    static MarketBoard BoardOf(string code) => code switch
    {
        FailedStock.WholeMarket => MarketBoard.WholeMarket,
        ['6', '8', '8' or '9', ..] => MarketBoard.Star,
        ['6', ..] => MarketBoard.Shanghai,
        ['3', ..] => MarketBoard.ChiNext,
        _ => MarketBoard.Shenzhen,
    };
}
