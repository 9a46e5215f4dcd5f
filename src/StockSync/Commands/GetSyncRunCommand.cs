using System.Management.Automation;
using StockSync.Binding;

namespace StockSync.Commands;

/// <summary>The history of runs, newest first.</summary>
[Cmdlet(VerbsCommon.Get, "SyncRun")]
[OutputType(typeof(SyncRun))]
public sealed class GetSyncRunCommand : DataCmdlet
{
    /// <summary>Only these runs; wildcards allowed.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? RunId { get; set; }

    /// <summary>Only runs that work now, on whatever machine.</summary>
    [Parameter]
    public SwitchParameter Active { get; set; }

    /// <summary>Only the newest so many; default: all.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int Last { get; set; } = int.MaxValue;

    /// <inheritdoc/>
    private protected override bool Take()
    {
        var ids = new TextFilter(RunId);
        int left = Last;

        // The limit counts what is shown; the store's own limit counts before the filter.
        Emit(
            (engine, token) => engine.GetRunsAsync(Active, RunId is null ? Last : int.MaxValue, token),
            run => ids.Matches(run.RunId) && left-- > 0);
        return true;
    }
}
