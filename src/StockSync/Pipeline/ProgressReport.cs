using System.Globalization;
using System.Management.Automation;
using System.Runtime.CompilerServices;
using StockSync.Resources;

namespace StockSync.Pipeline;

/// <summary>The progress bar of one run.</summary>
sealed class ProgressReport
{
    readonly string _activity;

    // Two runs in one process get different ids without a shared counter.
    readonly int _id;
    bool _isShown;

    public ProgressReport(string activity)
    {
        _activity = activity;
        _id = RuntimeHelpers.GetHashCode(this) & int.MaxValue;
    }

    public void Write(Cmdlet cmdlet, SyncProgress progress)
    {
        _isShown = true;
        string units = progress.Shape switch
        {
            RequestShape.StockRange => Strings.UnitStocks,
            RequestShape.Mixed => Strings.UnitMixed,
            _ => Strings.UnitDays,
        };
        var record = new ProgressRecord(
            _id, _activity, string.Format(CultureInfo.CurrentCulture, Strings.ProgressStatus, progress.Done, progress.Total, units, progress.Rate, progress.Rows))
        {
            PercentComplete = progress.Total > 0 ? (int)Math.Clamp(progress.Done * 100L / progress.Total, 0, 100) : -1,
            SecondsRemaining = progress.Remaining is { } left ? (int)Math.Clamp(left.TotalSeconds, 0, int.MaxValue) : -1,
        };
        if (progress.Current.Length > 0)
            record.CurrentOperation = progress.Current;
        cmdlet.WriteProgress(record);
    }

    /// <summary>Takes the bar away. Nothing else may follow.</summary>
    public void Complete(Cmdlet cmdlet)
    {
        if (!_isShown)
            return;
        _isShown = false;
        try
        {
            cmdlet.WriteProgress(new ProgressRecord(_id, _activity, Strings.ProgressDone)
            {
                RecordType = ProgressRecordType.Completed,
                PercentComplete = 100,
            });
        }
        catch (PipelineStoppedException)
        {
            // The host clears the bars of a stopped pipeline itself.
        }
    }
}
