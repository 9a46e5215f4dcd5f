using System.Globalization;
using System.Management.Automation;
using StockSync.Binding;
using StockSync.Resources;

namespace StockSync.Commands;

/// <summary>
/// Takes over a JSON file of completed and failed dates. A claim is no proof: each day is checked against the table, and what is true is
/// recorded and emitted.
/// </summary>
[Cmdlet(VerbsData.Import, "SyncCheckpoint", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(SyncDay))]
public sealed class ImportSyncCheckpointCommand : DataCmdlet
{
    /// <summary>The file.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <inheritdoc/>
    private protected override void Act()
    {
        string path = FilePath(Path);
        var dates = Guard(() => CheckpointFile.Read(path));
        if (ShouldProcess(path, string.Format(CultureInfo.CurrentCulture, Strings.ImportAction, dates.Completed.Count, dates.Failed.Count)))
            Emit((engine, token) => engine.ImportDaysAsync(dates.Completed, dates.Failed, token));
    }
}
