using System.Management.Automation;
using System.Text;

namespace StockSync.Host;

/// <summary>A subset of pwsh's cmdlet, only in StockSync.Host.</summary>
[Cmdlet(VerbsData.Export, "Csv")]
public sealed class ExportCsvCommand : CsvWriterCommand, IDisposable
{
    StreamWriter? _file;

    /// <summary>The file to write.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [Alias("LiteralPath")]
    public string Path { get; set; } = "";

    /// <summary>Adds lines, in the columns the file has. Default: off.</summary>
    [Parameter]
    public SwitchParameter Append { get; set; }

    /// <summary><c>utf8</c>, or <c>utf8BOM</c>, which Excel needs for Chinese names. Default: utf8.</summary>
    [Parameter]
    [ValidateSet("utf8", "utf8NoBOM", "utf8BOM")]
    public string Encoding { get; set; } = "utf8";

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        var path = SessionState.Path.GetUnresolvedProviderPathFromPSPath(Path);
        if (Append && File.Exists(path))
        {
            using var present = File.OpenText(path);
            Names = CsvRow.Read(present, Delimiter).FirstOrDefault();
        }

        var mark = Encoding.Equals("utf8BOM", StringComparison.OrdinalIgnoreCase);
        _file = new StreamWriter(path, Append, new UTF8Encoding(mark));
    }

    /// <inheritdoc/>
    protected override void WriteLine(string line) => _file!.WriteLine(line);

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();
}
