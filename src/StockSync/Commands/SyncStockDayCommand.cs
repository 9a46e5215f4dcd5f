using System.Management.Automation;
using StockSync.Binding;

namespace StockSync.Commands;

/// <summary>Syncs one or more days, by default the latest whose bars should be out. Days from the pipeline are collected and run as one.</summary>
[Cmdlet(VerbsData.Sync, "StockDay", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(SyncDay), typeof(SyncPlan))]
public sealed class SyncStockDayCommand : FetchCmdlet
{
    readonly SortedSet<DateOnly> _dates = [];

    /// <summary>The days; default: the latest day whose bars should be out (17:30 Beijing).</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [DateArgument]
    public DateTime[]? Date { get; set; }

    /// <summary>Ask again for days that are complete.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    private protected override bool Take()
    {
        _dates.UnionWith((Date ?? []).Select(d => d.ToDate()));
        return _dates.Count > 0;
    }

    /// <inheritdoc/>
    private protected override void Act() => Run(new SyncRequest { Kind = SyncKind.Day, Dates = [.. _dates], Force = Force });
}
