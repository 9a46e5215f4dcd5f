using StockSync.Engine.Operations.Reports.Charts;
using StockSync.Engine.Stores.Contract;

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

/// <summary>The boards of the two exchanges.</summary>
enum MarketBoard
{
    /// <summary>Shanghai's main board.</summary>
    Shanghai,

    /// <summary>Shanghai's STAR market, 688 and 689.</summary>
    Star,

    /// <summary>Shenzhen's main board.</summary>
    Shenzhen,

    /// <summary>Shenzhen's ChiNext, 300 to 302.</summary>
    ChiNext,

    /// <summary>A request for a whole day of the market.</summary>
    WholeMarket,
}

/// <summary>Why a stock has no row.</summary>
enum GapCause
{
    /// <summary>It could not be fetched.</summary>
    Failed = 0,

    /// <summary>It is not published yet.</summary>
    Late = 1,

    /// <summary>Its bar breaks a rule and was set aside.</summary>
    Quarantined = 2,
}

/// <summary>Trading days in a row that a stock lacks for one cause.</summary>
readonly record struct GapStretch(DateOnly From, DateOnly To, GapCause Cause);

/// <summary>What one stock, or with <c>*</c> the whole market, lacks.</summary>
/// <param name="Code">Six digits, or <c>*</c>.</param>
/// <param name="Stretches">Without overlap, in order.</param>
/// <param name="Days">Trading days without a row.</param>
sealed record StockGap(string Code, IReadOnlyList<GapStretch> Stretches, int Days);

/// <summary>Puts failures (ranges) and exceptions (days) together, by stock.</summary>
static class StockGaps
{
    /// <summary>The stocks that lack something, those that lack most first.</summary>
    public static IReadOnlyList<StockGap> Find(ReportData data, IReadOnlyList<DateOnly> tradingDays)
    {
        var places = new Dictionary<DateOnly, int>(tradingDays.Count);
        for (int i = 0; i < tradingDays.Count; i++)
            places[tradingDays[i]] = i;

        var causes = new Dictionary<string, SortedDictionary<int, GapCause>>(StringComparer.Ordinal);
        foreach (var exception in data.Exceptions)
        {
            if (exception.State != StockState.NotListed && places.TryGetValue(exception.Date, out int place))
                DaysOf(causes, exception.Code.ToString())[place] = exception.State == StockState.Late
                    ? GapCause.Late
                    : GapCause.Quarantined;
        }
        foreach (var failure in data.Failures)
        {
            int end = Before(tradingDays, DateOnly.FromDateTime(failure.To).AddDays(1));
            for (int i = Before(tradingDays, DateOnly.FromDateTime(failure.From)); i < end; i++)
                DaysOf(causes, failure.Code)[i] = GapCause.Failed;
        }
        return
        [
            .. causes.Select(c => new StockGap(c.Key, Stretches(c.Value, tradingDays), c.Value.Count))
                .OrderByDescending(g => g.Days).ThenBy(g => g.Code, StringComparer.Ordinal),
        ];
    }

    static SortedDictionary<int, GapCause> DaysOf(Dictionary<string, SortedDictionary<int, GapCause>> causes, string code) =>
        causes.TryGetValue(code, out var days) ? days : causes[code] = [];

    static List<GapStretch> Stretches(SortedDictionary<int, GapCause> days, IReadOnlyList<DateOnly> tradingDays)
    {
        var stretches = new List<GapStretch>();
        int last = -2;
        foreach (var (place, cause) in days)
        {
            if (place == last + 1 && stretches[^1].Cause == cause)
                stretches[^1] = stretches[^1] with { To = tradingDays[place] };
            else
                stretches.Add(new GapStretch(tradingDays[place], tradingDays[place], cause));
            last = place;
        }
        return stretches;
    }

    // How many trading days lie before a day.
    static int Before(IReadOnlyList<DateOnly> tradingDays, DateOnly day)
    {
        int low = 0;
        int high = tradingDays.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (tradingDays[middle] < day)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
}
