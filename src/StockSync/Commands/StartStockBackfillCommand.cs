using System.Management.Automation;
using StockSync.Binding;
using StockSync.Completion;

namespace StockSync.Commands;

/// <summary>
/// Fills a range of days. Emits one <see cref="SyncDay"/> per trading day as its state is settled. Stocks from the pipeline are collected
/// and run as one.
/// </summary>
[Cmdlet(VerbsLifecycle.Start, "StockBackfill", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium, DefaultParameterSetName = DaysSet)]
[OutputType(typeof(SyncDay), typeof(SyncPlan))]
public sealed class StartStockBackfillCommand : FetchCmdlet
{
    const string DaysSet = "Days";
    const string RangeSet = "Range";
    const string JoinSet = "Join";

    readonly List<string> _codes = [];

    /// <summary>First day.</summary>
    [Parameter(ParameterSetName = RangeSet, Mandatory = true, Position = 0)]
    [DateArgument]
    public DateTime From { get; set; }

    /// <summary>Last day; default: the latest day whose bars should be out.</summary>
    [Parameter(ParameterSetName = DaysSet, Position = 1)]
    [Parameter(ParameterSetName = RangeSet, Position = 1)]
    [DateArgument]
    public DateTime To { get; set; }

    /// <summary>Calendar days ending at <see cref="To"/>, that day included; default 365.</summary>
    [Parameter(ParameterSetName = DaysSet)]
    [ValidateRange(1, 36500)]
    public int Days { get; set; } = 365;

    /// <summary>Only these stocks; default: the whole market.</summary>
    [Parameter(ParameterSetName = DaysSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = RangeSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [CodeArgument]
    [ArgumentCompleter(typeof(StockCodeCompleter))]
    public string[]? Code { get; set; }

    /// <summary>Ask again for days that are complete.</summary>
    [Parameter(ParameterSetName = DaysSet)]
    [Parameter(ParameterSetName = RangeSet)]
    public SwitchParameter Force { get; set; }

    /// <summary>How bars are asked for; default: the planner takes the cheaper way.</summary>
    [Parameter(ParameterSetName = DaysSet)]
    [Parameter(ParameterSetName = RangeSet)]
    [ValidateSet(nameof(RequestShape.Auto), nameof(RequestShape.MarketDay), nameof(RequestShape.StockRange))]
    public RequestShape Shape { get; set; }

    /// <summary>Work at the run that another machine has under way in the same database.</summary>
    [Parameter(ParameterSetName = JoinSet, Mandatory = true)]
    public SwitchParameter Join { get; set; }

    /// <summary>Stop cleanly after so many requests.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int MaxRequests { get; set; }

    /// <summary>Stop cleanly after so many minutes.</summary>
    [Parameter]
    [ValidateRange(0.001, 525_600.0)]
    public double MaxMinutes { get; set; }

    /// <summary>Run although the service has refused us lately. Each attempt risks a longer ban.</summary>
    [Parameter]
    public SwitchParameter IgnoreBan { get; set; }

    /// <inheritdoc/>
    private protected override bool Take()
    {
        _codes.AddRange(Code ?? []);
        return _codes.Count > 0;
    }

    /// <inheritdoc/>
    private protected override void Act()
    {
        var request = new SyncRequest
        {
            Kind = SyncKind.Backfill,
            MaxRequests = IsBound(nameof(MaxRequests)) ? MaxRequests : null,
            MaxMinutes = IsBound(nameof(MaxMinutes)) ? MaxMinutes : null,
            IgnoreBan = IgnoreBan,
        };
        if (Join)
            TakePart(request with { Join = true });
        else
            Run(Asked(request));
    }

    SyncRequest Asked(SyncRequest request) => request with
    {
        From = IsBound(nameof(From)) ? From.ToDate() : null,
        To = IsBound(nameof(To)) ? To.ToDate() : null,
        Days = IsBound(nameof(From)) ? null : Days,
        Codes = Codes.Parse(_codes),
        Force = Force,
        Shape = Shape,
    };
}
