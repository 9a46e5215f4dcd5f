using System.Management.Automation;

namespace StockSync.Host;

/// <summary>What <c>ConvertTo-Csv</c> and <c>Export-Csv</c> share: the first object decides on the columns.</summary>
public abstract class CsvWriterCommand : PSCmdlet
{
    IReadOnlyList<string>? _names;

    /// <summary>The objects to write.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>Stands between the fields. Default: a comma.</summary>
    [Parameter]
    public char Delimiter { get; set; } = ',';

    /// <summary>Accepted for scripts written for older versions; type information is never written.</summary>
    [Parameter]
    public SwitchParameter NoTypeInformation { get; set; }

    /// <summary>Columns that are there already, when lines are added to a file.</summary>
    protected IReadOnlyList<string>? Names { get => _names; set => _names = value; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (InputObject is null)
            return;
        if (_names is null)
        {
            _names = CsvRow.Names(InputObject);
            WriteLine(CsvRow.Header(_names, Delimiter));
        }

        WriteLine(CsvRow.Of(InputObject, _names, Delimiter));
    }

    /// <summary>Takes one line without its end.</summary>
    protected abstract void WriteLine(string line);
}
