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

        // The advice is part of the text: hosts, logs and "$_" show nothing else. (As RecommendedAction too, pwsh would print it twice.)
        if (error.Advice is { Length: > 0 } advice)
            record.ErrorDetails = new ErrorDetails($"{Sentence(error.Message)} {advice}");
        return record;
    }

    // What the system says of a cause ends without a full stop.
    static string Sentence(string text) => text.Length > 0 && char.IsLetterOrDigit(text[^1]) ? text + "." : text;

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
