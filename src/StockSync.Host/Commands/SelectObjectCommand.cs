using System.Management.Automation;

namespace StockSync.Host;

/// <summary>A subset of pwsh's cmdlet, only in StockSync.Host.</summary>
[Cmdlet(VerbsCommon.Select, "Object")]
public sealed class SelectObjectCommand : PSCmdlet
{
    readonly Queue<PSObject> _last = new();
    IReadOnlyList<Column> _columns = [];
    int _skipped;
    int _taken;

    /// <summary>The objects to choose from.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>The properties to keep: names, wildcards, script blocks or tables. Default: the objects as they are.</summary>
    [Parameter(Position = 0)]
    public object[]? Property { get; set; }

    /// <summary>The property whose value is to take the object's place. Default: none.</summary>
    [Parameter]
    public string? ExpandProperty { get; set; }

    /// <summary>How many from the start, after those skipped. Default: all.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int? First { get; set; }

    /// <summary>How many from the end. Default: all.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int? Last { get; set; }

    /// <summary>How many to leave out at the start; with -Last, at the end. Default: none.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int Skip { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => _columns = Column.Parse(Property);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (InputObject is null)
            return;

        if (Last is { } last)
        {
            _last.Enqueue(InputObject);
            if (_last.Count > last + Skip)
                _last.Dequeue();
            return;
        }

        if (_skipped < Skip)
        {
            _skipped++;
            return;
        }

        if (_taken < (First ?? int.MaxValue))
        {
            _taken++;
            Emit(InputObject);
        }

        if (_taken >= First)
            throw EngineInternals.StopUpstream(this);
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        while (_last.Count > Skip)
            Emit(_last.Dequeue());
    }

    void Emit(PSObject row)
    {
        if (ExpandProperty is not null)
            WriteObject(new Column(ExpandProperty, new(ExpandProperty)).Value(row), enumerateCollection: true);
        else if (_columns.Count == 0)
            WriteObject(row);
        else
            WriteObject(Project(row));
    }

    PSObject Project(PSObject row)
    {
        var picked = new PSObject();
        foreach (var column in _columns.SelectMany(column => column.In(row)))
        {
            if (picked.Properties[column.Name] is null)
                picked.Properties.Add(new PSNoteProperty(column.Name, column.Value(row)));
        }

        return picked;
    }
}
