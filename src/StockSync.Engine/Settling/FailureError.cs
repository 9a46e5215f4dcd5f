using StockSync.Engine.Resources;

namespace StockSync.Engine.Settling;

/// <summary>A failure for the error stream: the cause's id and kind, the failed item as target, so that it can be piped into a retry.</summary>
static class FailureError
{
    public static StockSyncException Of(FailedStock failed, StockSyncException cause) => new(
        cause.ErrorId,
        cause.Kind,
        failed.Code == FailedStock.WholeMarket
            ? SyncStrings.FormatDayFailed($"{failed.From:yyyy-MM-dd}", failed.Attempts, cause.Message)
            : SyncStrings.FormatStockFailed(failed.Code, $"{failed.From:yyyy-MM-dd}", $"{failed.To:yyyy-MM-dd}", failed.Attempts, cause.Message),
        SyncStrings.RetryAdvice,
        failed,
        inner: cause);
}
