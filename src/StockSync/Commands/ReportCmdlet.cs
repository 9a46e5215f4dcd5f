using System.Management.Automation;

namespace StockSync.Commands;

/// <summary>A cmdlet that writes the report.</summary>
public abstract class ReportCmdlet : OperationCmdlet
{
    private protected ReportCmdlet()
    {
    }

    /// <summary>Language of the report: <c>en-US</c> or <c>zh-CN</c>; default: that of the session.</summary>
    [Parameter]
    [ValidateSet("en-US", "zh-CN")]
    public string? Language { get; set; }

    /// <summary>Writes it; the former file stays where that fails.</summary>
    private protected void WriteReport(SyncSettings settings, string path)
    {
        var schedules = ReadSchedules(settings);
        WithOperations(settings, operations => Pump((_, token) => operations.ExportReportAsync(path, Language, schedules, token)));
    }
}
