using System.Management.Automation;
using StockSync.Binding;
using StockSync.Completion;
using StockSync.Pipeline;
using StockSync.Resources;

namespace StockSync.Commands;

/// <summary>The stock list.</summary>
[Cmdlet(VerbsCommon.Get, "Stock")]
[OutputType(typeof(Stock))]
public sealed class GetStockCommand : DataCmdlet
{
    /// <summary>Only these stocks; wildcards allowed.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [CodeArgument(AllowWildcards = true)]
    [ArgumentCompleter(typeof(StockCodeCompleter))]
    public string[]? Code { get; set; }

    /// <summary>Only stocks of these names; wildcards allowed.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? Name { get; set; }

    /// <summary>Ask the service for the list even where the store has one.</summary>
    [Parameter]
    public SwitchParameter Refresh { get; set; }

    /// <inheritdoc/>
    private protected override void Act()
    {
        var codes = new CodeFilter(Code);
        var names = new TextFilter(Name);
        var missing = new SortedSet<string>(codes.Codes);
        Emit(
            (engine, token) => engine.GetStocksAsync(Refresh, token),
            stock =>
            {
                missing.Remove(stock.Code);
                return codes.Matches(stock.Code, stock.Exchange) && names.Matches(stock.Name);
            });

        foreach (string code in missing)
        {
            WriteError(Errors.From(new StockSyncException(
                ErrorIds.CodeUnknown, ErrorKind.NotFound, Strings.FormatCodeUnknown(code), Strings.CodeUnknownAdvice, target: code)));
        }
    }
}
