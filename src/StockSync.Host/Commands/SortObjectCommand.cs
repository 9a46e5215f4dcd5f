using System.Management.Automation;

namespace StockSync.Host;

/// <summary>A subset of pwsh's cmdlet, only in StockSync.Host: a stable sort that ignores case.</summary>
[Cmdlet("Sort", "Object")]
public sealed class SortObjectCommand : PSCmdlet
{
    readonly List<PSObject> _rows = [];

    /// <summary>The objects to sort.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>What to sort by: names, script blocks or tables with Expression and Descending. Default: the object itself.</summary>
    [Parameter(Position = 0)]
    public object[]? Property { get; set; }

    /// <summary>From the largest to the smallest. Default: off.</summary>
    [Parameter]
    public SwitchParameter Descending { get; set; }

    /// <summary>Only the first of equal objects. Default: off.</summary>
    [Parameter]
    public SwitchParameter Unique { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (InputObject is not null)
            _rows.Add(InputObject);
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var order = new RowOrder(Column.Parse(Property), Descending);
        PSObject? previous = null;
        foreach (var row in _rows.Order(order))
        {
            if (!Unique || previous is null || order.Compare(previous, row) != 0)
                WriteObject(row);
            previous = row;
        }
    }
}
