using System.Management.Automation;

namespace StockSync.Host;

/// <summary>A subset of pwsh's cmdlet, only in StockSync.Host.</summary>
[Cmdlet(VerbsCommunications.Write, "Error", DefaultParameterSetName = MessageSet)]
public sealed class WriteErrorCommand : PSCmdlet
{
    const string MessageSet = "Message";
    const string ExceptionSet = "Exception";
    const string RecordSet = "ErrorRecord";

    /// <summary>What went wrong.</summary>
    [Parameter(ParameterSetName = MessageSet, Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Parameter(ParameterSetName = ExceptionSet)]
    public string Message { get; set; } = "";

    /// <summary>The exception that says what went wrong.</summary>
    [Parameter(ParameterSetName = ExceptionSet, Mandatory = true)]
    public Exception? Exception { get; set; }

    /// <summary>A complete error, passed on as it is.</summary>
    [Parameter(ParameterSetName = RecordSet, Mandatory = true)]
    public ErrorRecord? ErrorRecord { get; set; }

    /// <summary>The kind of the error. Default: NotSpecified.</summary>
    [Parameter(ParameterSetName = MessageSet)]
    [Parameter(ParameterSetName = ExceptionSet)]
    public ErrorCategory Category { get; set; }

    /// <summary>The id of the error. Default: the exception's type.</summary>
    [Parameter(ParameterSetName = MessageSet)]
    [Parameter(ParameterSetName = ExceptionSet)]
    public string? ErrorId { get; set; }

    /// <summary>What the error happened to. Default: nothing.</summary>
    [Parameter(ParameterSetName = MessageSet)]
    [Parameter(ParameterSetName = ExceptionSet)]
    public object? TargetObject { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteError(ErrorRecord ?? NewRecord());

    ErrorRecord NewRecord()
    {
        var exception = Exception ?? new RuntimeException(Message);
        var record = new ErrorRecord(exception, ErrorId ?? exception.GetType().FullName, Category, TargetObject);
        if (Message.Length > 0)
            record.ErrorDetails = new ErrorDetails(Message);
        return record;
    }
}
