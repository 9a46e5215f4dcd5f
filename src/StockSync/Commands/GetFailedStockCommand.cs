using System.Management.Automation;
using StockSync.Binding;
using StockSync.Completion;

namespace StockSync.Commands;

/// <summary>Stocks without their bars: what failed and was not made good since, and with <see cref="All"/> what the service answers without.</summary>
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

    /// <summary>Only those for these reasons (error ids and the words of absences); wildcards allowed.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? Reason { get; set; }

    /// <summary>Beside failures also absences, accepted ones too, and stocks whose bars were set aside.</summary>
    [Parameter]
    public SwitchParameter All { get; set; }

    /// <inheritdoc/>
    private protected override void Act()
    {
        var codes = new CodeFilter(Code);
        var reasons = new TextFilter(Reason);
        Emit(
            (engine, token) => engine.GetFailedStocksAsync(All, token),
            failure => codes.Matches(failure.Code, failure.Exchange) && reasons.Matches(failure.Reason));
    }
}
