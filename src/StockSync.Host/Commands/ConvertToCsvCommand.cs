using System.Management.Automation;

namespace StockSync.Host;

/// <summary>A subset of pwsh's cmdlet, only in StockSync.Host.</summary>
[Cmdlet(VerbsData.ConvertTo, "Csv")]
[OutputType(typeof(string))]
public sealed class ConvertToCsvCommand : CsvWriterCommand
{
    /// <inheritdoc/>
    protected override void WriteLine(string line) => WriteObject(line);
}
