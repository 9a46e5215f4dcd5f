using System.Management.Automation;
using StockSync.Binding;
using StockSync.Completion;

namespace StockSync.Commands;

/// <summary>Bars out of the store, ordered by code and date.</summary>
[Cmdlet(VerbsCommon.Get, "StockBar")]
[OutputType(typeof(Bar))]
public sealed class GetStockBarCommand : DataCmdlet
{
    readonly List<string> _codes = [];

    /// <summary>Stocks; wildcards allowed; default: the whole market.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [CodeArgument(AllowWildcards = true)]
    [ArgumentCompleter(typeof(StockCodeCompleter))]
    public string[]? Code { get; set; }

    /// <summary>First day; default: no limit.</summary>
    [Parameter]
    [DateArgument]
    public DateTime From { get; set; }

    /// <summary>Last day; default: no limit.</summary>
    [Parameter]
    [DateArgument]
    public DateTime To { get; set; }

    /// <summary>The basis of prices; default: as traded.</summary>
    [Parameter]
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
            return;
        var query = new BarQuery
        {
            Codes = codes,
            From = IsBound(nameof(From)) ? From.ToDate() : null,
            To = IsBound(nameof(To)) ? To.ToDate() : null,
            Adjustment = Adjustment,
        };
        Emit(engine, (e, token) => e.GetBarsAsync(query, token));
    });

    IReadOnlyList<StockCode> Expand(ISyncEngine engine)
    {
        var filter = new CodeFilter(_codes);
        if (!filter.HasPatterns)
            return Codes.Parse(_codes);
        var stocks = Collect(token => engine.GetStocksAsync(refresh: false, token));
        return Codes.Parse(filter.Codes.Concat(stocks.Where(s => filter.Matches(s.Code, s.Exchange)).Select(s => s.Code)).Order());
    }
}
