using System.Management.Automation;
using System.Text;
using System.Text.Json;

namespace StockSync.Host;

/// <summary>A subset of pwsh's cmdlet, only in StockSync.Host: text that is an ISO date becomes a date, as there.</summary>
[Cmdlet(VerbsData.ConvertFrom, "Json")]
public sealed class ConvertFromJsonCommand : PSCmdlet
{
    static readonly JsonDocumentOptions s_options = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
        MaxDepth = 1024,
    };

    readonly StringBuilder _text = new();

    /// <summary>The text, in one piece or in lines.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [AllowEmptyString]
    public string InputObject { get; set; } = "";

    /// <summary>Passes an array on as one object. Default: off.</summary>
    [Parameter]
    public SwitchParameter NoEnumerate { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => _text.AppendLine(InputObject);

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        try
        {
            using var document = JsonDocument.Parse(_text.ToString(), s_options);
            WriteObject(Value(document.RootElement), enumerateCollection: !NoEnumerate);
        }
        catch (JsonException error)
        {
            ThrowTerminatingError(new ErrorRecord(error, "InvalidJson", ErrorCategory.InvalidData, null));
        }
    }

    static object? Value(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => Row(element),
        JsonValueKind.Array => element.EnumerateArray().Select(Value).ToArray(),
        JsonValueKind.String => Text(element),
        JsonValueKind.Number => element.TryGetInt64(out var whole) ? whole : element.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    static PSObject Row(JsonElement element)
    {
        var row = new PSObject();
        foreach (var property in element.EnumerateObject())
            row.Properties.Add(new PSNoteProperty(property.Name, Value(property.Value)));
        return row;
    }

    /// <summary>Only with a time of day: a bare date stays text, in pwsh too.</summary>
    static object? Text(JsonElement element) =>
        element.GetString() is { Length: > 10 } text && text[10] == 'T' && element.TryGetDateTime(out var time) ? time : element.GetString();
}
