using System.Management.Automation;
using StockSync.Binding;
using StockSync.Completion;
using StockSync.Resources;

namespace StockSync.Commands;

/// <summary>Bars out of the store, ordered by code and date.</summary>
[Cmdlet(VerbsCommon.Get, "StockBar", DefaultParameterSetName = RangeSet)]
[OutputType(typeof(Bar))]
public sealed class GetStockBarCommand : DataCmdlet
{
    const string RangeSet = "Range";
    const string DaySet = "Day";

    // So many codes a warning names.
    const int MostNamed = 10;

    // The first trading day of the Shanghai exchange.
    static readonly DateOnly s_first = new(1990, 12, 19);

    readonly List<string> _codes = [];

    /// <summary>Stocks; wildcards allowed; default: the whole market.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [CodeArgument(AllowWildcards = true)]
    [ArgumentCompleter(typeof(StockCodeCompleter))]
    public string[]? Code { get; set; }

    /// <summary>First day; default: no limit.</summary>
    [Parameter(Position = 1, ParameterSetName = RangeSet)]
    [DateArgument]
    public DateTime From { get; set; }

    /// <summary>Last day; default: no limit.</summary>
    [Parameter(Position = 2, ParameterSetName = RangeSet)]
    [DateArgument]
    public DateTime To { get; set; }

    /// <summary>Only so many bars up to the last day: those of each stock that is named; of the whole market those of the last days.</summary>
    [Parameter(ParameterSetName = RangeSet)]
    [ValidateRange(1, int.MaxValue)]
    public int Last { get; set; }

    /// <summary>One day.</summary>
    [Parameter(Mandatory = true, ParameterSetName = DaySet)]
    [DateArgument]
    public DateTime Date { get; set; }

    /// <summary>The basis of prices; default: as traded.</summary>
    [Parameter]
    [AdjustmentArgument]
    public PriceAdjustment Adjustment { get; set; }

    /// <inheritdoc/>
    private protected override bool Take()
    {
        _codes.AddRange(Code ?? []);
        return _codes.Count > 0;
    }

    /// <inheritdoc/>
    private protected override void Act() => WithEngine(ResolveSettings(), engine =>
    {
        var codes = Expand(engine);

        // No code means all to the store; a pattern that fits none means nothing.
        if (codes.Count == 0 && _codes.Count > 0)
        {
            WriteWarning(Strings.FormatNoStockMatches(string.Join(", ", _codes)));
            return;
        }
        var query = new BarQuery
        {
            Codes = codes,
            From = IsBound(nameof(Date)) ? Date.ToDate() : IsBound(nameof(From)) ? From.ToDate() : null,
            To = IsBound(nameof(Date)) ? Date.ToDate() : IsBound(nameof(To)) ? To.ToDate() : null,
            Last = IsBound(nameof(Last)) ? Last : null,
            Adjustment = Adjustment,
        };
        var without = codes.Select(code => code.ToString()).ToHashSet();
        bool isEmpty = true;
        Emit(engine, (e, token) => e.GetBarsAsync(query, token), bar =>
        {
            isEmpty = false;
            if (without.Count > 0)
                without.Remove(bar.Code);
            return true;
        });
        WarnOfNothing(without, isEmpty, query);
    });

    // One warning: whoever reads the output in a script would take it for a market without them.
    void WarnOfNothing(HashSet<string> without, bool isEmpty, BarQuery query)
    {
        string range = Range(query);
        if (without.Count > 0)
        {
            string named = string.Join(", ", without.Order(StringComparer.Ordinal).Take(MostNamed)) + (without.Count > MostNamed ? ", …" : "");
            WriteWarning(Strings.FormatNoBarsOfStocks(without.Count, named, range));
        }
        else if (isEmpty)
        {
            WriteWarning(Strings.FormatNoBars(range));
        }
    }

    static string Range(BarQuery query) => query switch
    {
        { From: { } from, To: { } to } when from == to => from.Text(),
        _ => $"{(query.From ?? s_first).Text()}..{(query.To ?? Beijing.Today(TimeProvider.System)).Text()}",
    };

    IReadOnlyList<StockCode> Expand(ISyncEngine engine)
    {
        var filter = new CodeFilter(_codes);
        if (!filter.HasPatterns)
            return Codes.Parse(_codes);
        var stocks = Collect(token => engine.GetStocksAsync(refresh: false, token));
        return Codes.Parse(filter.Codes.Concat(stocks.Where(s => filter.Matches(s.Code, s.Exchange)).Select(s => s.Code)).Order());
    }
}
