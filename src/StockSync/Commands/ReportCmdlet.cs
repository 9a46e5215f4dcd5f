using System.Management.Automation;
using StockSync.Resources;
using StockSync.Scheduling;

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
        var schedules = LookAtSchedules();
        WithOperations(settings, operations => Pump((_, token) => operations.ExportReportAsync(path, Language, schedules, token)));
    }

    // A machine without a scheduler has a report all the same.
    IReadOnlyList<SyncSchedule>? LookAtSchedules()
    {
        try
        {
            return Schedules.Open(OpenConfiguration(), Profile).Get();
        }
        catch (StockSyncException e)
        {
            WriteVerbose(Strings.Format("SchedulesUnseen", e.Message));
            return null;
        }
    }
}
