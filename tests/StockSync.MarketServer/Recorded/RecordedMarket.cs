using System.Globalization;
using System.Text.RegularExpressions;

namespace StockSync.MarketServer;

/// <summary>
/// Recorded bars, served character for character. The folder holds <c>sh.600000.csv</c> files (one per stock) or
/// <c>2026-03-02.csv</c> files (one per day), each plain or <c>.gz</c>, with a header that names the columns.
/// <c>stock_basic.csv</c>, <c>trade_dates.csv</c> and <c>adjust_factor.csv</c> are taken from the folder or the one above it;
/// the first two are derived from the bars where they are absent.
/// </summary>
public sealed partial class RecordedMarket : IMarket
{
    readonly IRecordedBars _bars;
    readonly Dictionary<string, MarketSecurity> _byCode;
    readonly Lazy<IReadOnlyList<MarketCalendarDay>> _calendar;
    readonly ILookup<string, MarketAdjustFactor> _factors;

    /// <summary>Opens a folder. A folder with a file per stock is read as it is asked for, one with a file per day at once.</summary>
    public RecordedMarket(string folder)
    {
        _bars = OpenBars(folder);
        Securities = ReadSecurities(folder);
        _byCode = Securities.ToDictionary(s => s.Code);
        _calendar = new(() => ReadCalendar(folder));
        var factors = RecordedText.SideFile(
            folder, "adjust_factor.csv", "code", "dividOperateDate", "foreAdjustFactor", "backAdjustFactor", "adjustFactor");
        KnowsAdjustFactors = factors is not null;
        _factors = (factors ?? []).Where(f => _byCode.ContainsKey(f[0]))
            .Select(f => new MarketAdjustFactor(f[0], Day(f[1]), f[2], f[3], f[4]))
            .OrderBy(f => f.ExDate).ToLookup(f => f.Code);
    }

    public IReadOnlyList<MarketCalendarDay> Calendar => _calendar.Value;

    public IReadOnlyList<MarketSecurity> Securities { get; }

    public bool KnowsAdjustFactors { get; }

    public IEnumerable<MarketBar> StockRange(string code, DateOnly first, DateOnly last) => _bars.StockRange(code, first, last);

    public IEnumerable<MarketBar> MarketDay(DateOnly day) => _bars.MarketDay(day).Where(bar => _byCode[bar.Code].IsAShare);

    public IEnumerable<MarketListing> ListedOn(DateOnly day) =>
        _bars.MarketDay(day).Select(bar => new MarketListing(bar.Code, bar.TradeStatus, _byCode[bar.Code].Name));

    public IReadOnlyList<MarketAdjustFactor> AdjustFactors(string code) => [.. _factors[code]];

    public IEnumerable<MarketAdjustFactor> AdjustFactorsOn(DateOnly day) =>
        _factors.SelectMany(f => f).Where(f => f.ExDate == day).OrderBy(f => f.Code, StringComparer.Ordinal);

    static IRecordedBars OpenBars(string folder)
    {
        var files = Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal)
            .Select(path => (Path: path, Name: BarFile().Match(Path.GetFileName(path)))).Where(f => f.Name.Success).ToList();
        var stocks = files.Where(f => f.Name.Groups["code"].Success).Select(f => (f.Name.Groups["code"].Value, f.Path)).ToList();
        var days = files.Where(f => f.Name.Groups["day"].Success).Select(f => (Day(f.Name.Groups["day"].Value), f.Path)).ToList();
        return (stocks.Count, days.Count) switch
        {
            (0, 0) => throw new InvalidDataException($"No bar files like sh.600000.csv.gz or 2026-03-02.csv.gz in {folder}."),
            ( > 0, > 0) => throw new InvalidDataException($"{folder} has both files per stock and files per day."),
            ( > 0, _) => new RecordedStocks(stocks),
            _ => new RecordedDays(days),
        };
    }

    List<MarketSecurity> ReadSecurities(string folder)
    {
        var rows = RecordedText.SideFile(folder, "stock_basic.csv", "code", "code_name", "ipoDate", "outDate", "type") ?? [];
        var known = rows.ToDictionary(r => r[0]);
        return [.. _bars.Codes.Select(code => known.TryGetValue(code, out var r)
            ? new MarketSecurity(code, r[1], Day(r[2]), r[3].Length == 0 ? null : Day(r[3]), int.Parse(r[4], CultureInfo.InvariantCulture))
            : new MarketSecurity(code, code, _bars.StockRange(code, DateOnly.MinValue, DateOnly.MaxValue).First().Day, null, 1))];
    }

    List<MarketCalendarDay> ReadCalendar(string folder)
    {
        if (RecordedText.SideFile(folder, "trade_dates.csv", "calendar_date", "is_trading_day") is { } rows)
            return [.. rows.Select(r => new MarketCalendarDay(Day(r[0]), r[1] == "1"))];
        var traded = _bars.Days().ToHashSet();
        var calendar = new List<MarketCalendarDay>();
        for (var day = traded.Min(); day <= traded.Max(); day = day.AddDays(1))
            calendar.Add(new MarketCalendarDay(day, traded.Contains(day)));
        return calendar;
    }

    static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^((?<code>(sh|sz|bj)\.\d{6})|(?<day>\d{4}-\d\d-\d\d))\.csv(\.gz)?$")]
    private static partial Regex BarFile();
}
