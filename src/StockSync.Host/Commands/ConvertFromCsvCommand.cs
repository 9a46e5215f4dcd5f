using System.Management.Automation;
using System.Text;

namespace StockSync.Host;

/// <summary>A subset of pwsh's cmdlet, only in StockSync.Host.</summary>
[Cmdlet(VerbsData.ConvertFrom, "Csv")]
public sealed class ConvertFromCsvCommand : PSCmdlet
{
    readonly StringBuilder _text = new();

    /// <summary>The lines of the text, the header first.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [AllowEmptyString]
    public string[] InputObject { get; set; } = [];

    /// <summary>Stands between the fields. Default: a comma.</summary>
    [Parameter]
    public char Delimiter { get; set; } = ',';

    /// <summary>Names of the properties, when the text has no header. Default: the first line.</summary>
    [Parameter]
    public string[]? Header { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var line in InputObject)
            _text.Append(line).Append('\n');
    }

    /// <inheritdoc/>
    protected override void EndProcessing() =>
        WriteObject(CsvObjects.Read(new StringReader(_text.ToString()), Delimiter, Header), enumerateCollection: true);
}
