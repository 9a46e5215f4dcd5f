using System.Globalization;
using System.Management.Automation;
using StockSync.Binding;
using StockSync.Resources;

namespace StockSync.Commands;

/// <summary>Writes the state per day as a JSON file of completed and failed dates.</summary>
[Cmdlet(VerbsData.Export, "SyncCheckpoint", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(FileInfo))]
public sealed class ExportSyncCheckpointCommand : DataCmdlet
{
    /// <summary>The file; one that exists is replaced.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>Emit the file.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    private protected override void Act()
    {
        string path = FilePath(Path);
        if (!ShouldProcess(path, Strings.ExportAction))
            return;

        WithEngine(ResolveSettings(), engine =>
        {
            var days = Collect(token => engine.GetDaysAsync(null, null, token));
            var dates = new CheckpointDates(
                [.. days.Where(d => d.Status == SyncDayStatus.Completed).Select(d => d.Date.ToDate())],
                [.. days.Where(d => d.Status is SyncDayStatus.Failed or SyncDayStatus.Partial).Select(d => d.Date.ToDate())]);
            Guard(() =>
            {
                CheckpointFile.Write(path, dates);
                return true;
            });
            WriteVerbose(string.Format(CultureInfo.CurrentCulture, Strings.ExportDone, dates.Completed.Count, dates.Failed.Count, path));
            if (PassThru)
                WriteObject(new FileInfo(path));
        });
    }
}
