using System.Management.Automation;

namespace StockSync.Pipeline;

/// <summary>Turns what the engine throws into error records: stable id, one category, the item itself as target, and what to do.</summary>
static class Errors
{
    public static ErrorRecord From(Exception error) => error is StockSyncException known
        ? From(known)
        : new ErrorRecord(error, ErrorIds.Unexpected, ErrorCategory.InvalidOperation, null);

    public static ErrorRecord From(StockSyncException error)
    {
        var record = new ErrorRecord(error, error.ErrorId, CategoryOf(error.Kind), error.Target);

        // Hosts show the message only, so the advice is part of it.
        if (error.Advice is { Length: > 0 } advice)
            record.ErrorDetails = new ErrorDetails($"{error.Message} {advice}") { RecommendedAction = advice };
        return record;
    }

    static ErrorCategory CategoryOf(ErrorKind kind) => kind switch
    {
        ErrorKind.Connection => ErrorCategory.ConnectionError,
        ErrorKind.Timeout => ErrorCategory.OperationTimeout,
        ErrorKind.Authentication => ErrorCategory.AuthenticationError,
        ErrorKind.Permission => ErrorCategory.PermissionDenied,
        ErrorKind.Protocol => ErrorCategory.ProtocolError,
        ErrorKind.InvalidData => ErrorCategory.InvalidData,
        ErrorKind.InvalidArgument => ErrorCategory.InvalidArgument,
        ErrorKind.Busy => ErrorCategory.ResourceBusy,
        ErrorKind.Limit => ErrorCategory.LimitsExceeded,
        ErrorKind.NotFound => ErrorCategory.ObjectNotFound,
        ErrorKind.Write => ErrorCategory.WriteError,
        _ => ErrorCategory.InvalidOperation,
    };
}
