using System.Management.Automation;
using StockSync.Loading;
using StockSync.Pipeline;
using StockSync.Reporting;
using StockSync.Resources;

namespace StockSync.Commands;

/// <summary>Writes the report and opens it with the system's browser.</summary>
[Cmdlet(VerbsCommon.Show, "SyncReport", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(FileInfo))]
public sealed class ShowSyncReportCommand : ReportCmdlet
{
    /// <summary>The file; one that exists is replaced. Default: <c>report.html</c> in the user's state directory.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <inheritdoc/>
    private protected override void Act()
    {
        var settings = ResolveSettings();
        string path = Path is null ? Guard(() => PageOpener.DefaultPath(EngineGate.StateDirectory(settings))) : FilePath(Path);
        if (!ShouldProcess(path, Strings.ReportShowAction))
            return;

        WriteReport(settings, path);
        // Where nothing can open it, whoever asked still wants to know where it is.
        WriteObject(new FileInfo(path));
        if (PageOpener.Open(path) is { } problem)
        {
            WriteError(Errors.From(new StockSyncException(
                ErrorIds.BrowserMissing,
                ErrorKind.NotFound,
                Strings.FormatReportUnopened(path, problem),
                Strings.ReportUnopenedAdvice,
                path)));
        }
    }
}
