using System.Management.Automation;

namespace StockSync.Host;

/// <summary>A subset of pwsh's cmdlet, only in StockSync.Host: reads UTF-8, with or without byte order mark.</summary>
[Cmdlet(VerbsData.Import, "Csv")]
public sealed class ImportCsvCommand : PSCmdlet
{
    /// <summary>The file to read.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("LiteralPath")]
    public string Path { get; set; } = "";

    /// <summary>Stands between the fields. Default: a comma.</summary>
    [Parameter]
    public char Delimiter { get; set; } = ',';

    /// <summary>Names of the properties, when the file has no header. Default: the first line.</summary>
    [Parameter]
    public string[]? Header { get; set; }

    /// <summary>Accepted; the file is read as UTF-8 or as its byte order mark says.</summary>
    [Parameter]
    [ValidateSet("utf8", "utf8NoBOM", "utf8BOM")]
    public string Encoding { get; set; } = "utf8";

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        using var file = File.OpenText(SessionState.Path.GetUnresolvedProviderPathFromPSPath(Path));
        WriteObject(CsvObjects.Read(file, Delimiter, Header), enumerateCollection: true);
    }
}
