using System.Management.Automation;
using StockSync.Binding;
using StockSync.Completion;
using StockSync.Pipeline;
using StockSync.Resources;

namespace StockSync.Commands;

/// <summary>
/// Tries again what failed. Takes stocks and days from anything that names them: <see cref="FailedStock"/>, <see cref="SyncDay"/>, rows of
/// CSV or JSON. The input is collected, planned once and run at the end.
/// </summary>
[Cmdlet(VerbsLifecycle.Resume, "FailedStock", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[Alias("Retry-FailedStock")]
[OutputType(typeof(SyncDay), typeof(SyncPlan))]
public sealed class ResumeFailedStockCommand : FetchCmdlet
{
    readonly List<RetryTarget> _targets = [];
    readonly HashSet<RetryTarget> _known = [];

    /// <summary>Stocks; default: all that is missing of the days, or every open failure where no day is given either.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [CodeArgument(AllowEmpty = true)]
    [ArgumentCompleter(typeof(StockCodeCompleter))]
    public string[]? Code { get; set; }

    /// <summary>First day; default: all open failures of the stock.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Date")]
    [DateArgument(AllowEmpty = true)]
    public DateTime? From { get; set; }

    /// <summary>Last day; default: <see cref="From"/>.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [DateArgument(AllowEmpty = true)]
    public DateTime? To { get; set; }

    /// <inheritdoc/>
    private protected override bool Take()
    {
        if (Code is not { Length: > 0 } && From is null)
        {
            if (MyInvocation.ExpectingInput || To is not null)
                WriteError(Errors.From(NothingNamed()));
            return false;
        }
        if (Code is not { Length: > 0 })
            Add(null);
        foreach (var code in Codes.Parse(Code))
            Add(code);
        return true;
    }

    /// <inheritdoc/>
    private protected override void Act()
    {
        // No target means every open failure to the engine. That is right where nothing was given, and wrong where a last day alone was.
        if (_targets.Count == 0 && To is not null)
            return;
        Run(new SyncRequest { Kind = SyncKind.Retry, Targets = _targets });
    }

    void Add(StockCode? code)
    {
        var target = new RetryTarget(code, From.ToDate(), To.ToDate());
        if (_known.Add(target))
            _targets.Add(target);
    }

    static StockSyncException NothingNamed() =>
        new(ErrorIds.CodeInvalid, ErrorKind.InvalidArgument, Strings.RetryNothing, Strings.RetryNothingAdvice);
}
