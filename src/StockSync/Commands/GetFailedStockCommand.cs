using System.Management.Automation;
using StockSync.Binding;
using StockSync.Completion;

namespace StockSync.Commands;

/// <summary>What failed and was not made good since.</summary>
[Cmdlet(VerbsCommon.Get, "FailedStock")]
[OutputType(typeof(FailedStock))]
public sealed class GetFailedStockCommand : DataCmdlet
{
    /// <summary>Only these stocks; wildcards allowed.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [CodeArgument(AllowWildcards = true)]
    [ArgumentCompleter(typeof(StockCodeCompleter))]
    public string[]? Code { get; set; }

    /// <summary>Only failures for these reasons (error ids); wildcards allowed.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? Reason { get; set; }

    /// <inheritdoc/>
    private protected override void Act()
    {
        var codes = new CodeFilter(Code);
        var reasons = new TextFilter(Reason);
        Emit(
            static (engine, token) => engine.GetFailedStocksAsync(token),
            failure => codes.Matches(failure.Code, failure.Exchange) && reasons.Matches(failure.Reason));
    }
}
