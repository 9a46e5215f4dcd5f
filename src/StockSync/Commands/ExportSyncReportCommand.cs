using System.Management.Automation;
using StockSync.Pipeline;
using StockSync.Resources;

namespace StockSync.Commands;

/// <summary>Writes the report: one self-contained HTML file with the status, trends, gaps and last runs.</summary>
[Cmdlet(VerbsData.Export, "SyncReport", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(FileInfo))]
public sealed class ExportSyncReportCommand : ReportCmdlet
{
    /// <summary>The file; one that exists is replaced. Default: <c>stocksync-report.html</c> in the current location.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "stocksync-report.html";

    /// <summary>Replace a file that is read-only, too.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Leave a file that exists alone: that is an error then.</summary>
    [Parameter]
    public SwitchParameter NoClobber { get; set; }

    /// <summary>Emit the file.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    private protected override void Act()
    {
        string path = FilePath(Path);
        var settings = ResolveSettings();
        if (!ShouldProcess(path, Strings.ReportAction))
            return;

        var former = new FileInfo(path);
        if (former.Exists && NoClobber)
            ThrowTerminatingError(Refuse(Strings.FormatReportExists(path), Strings.ReportExistsAdvice, path));
        if (former.Exists && former.IsReadOnly && !Force)
            ThrowTerminatingError(Refuse(Strings.FormatReportReadOnly(path), Strings.ReportReadOnlyAdvice, path));
        WriteReport(settings, path);
        if (PassThru)
            WriteObject(new FileInfo(path));
    }

    static ErrorRecord Refuse(string message, string advice, string path) => Errors.From(new StockSyncException(
        ErrorIds.FileInvalid, ErrorKind.Write, message, advice, target: path));
}
