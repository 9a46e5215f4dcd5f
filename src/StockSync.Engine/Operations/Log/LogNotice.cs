namespace StockSync.Engine.Operations.Log;

/// <summary>Tells once that the log could not be written: a warning for each event would bury what matters.</summary>
sealed class LogNotice(ISyncLog log)
{
    int _isTold;

    public async ValueTask ReportAsync(ISyncObserver observer, CancellationToken cancellationToken)
    {
        if (log.TakeFault() is { } fault && Interlocked.Exchange(ref _isTold, 1) == 0)
            await observer.WarningAsync(fault, cancellationToken);
    }
}
