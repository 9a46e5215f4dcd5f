using System.Management.Automation;

namespace StockSync.Host;

/// <summary>A subset of pwsh's cmdlet, only in StockSync.Host: groups in order of their values, ignoring case.</summary>
[Cmdlet(VerbsData.Group, "Object")]
[OutputType(typeof(ObjectGroup))]
public sealed class GroupObjectCommand : PSCmdlet
{
    readonly Dictionary<string, ObjectGroup> _groups = new(StringComparer.OrdinalIgnoreCase);
    IReadOnlyList<Column> _columns = [];

    /// <summary>The objects to group.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>What equal objects have in common. Default: the object itself.</summary>
    [Parameter(Position = 0)]
    public object[]? Property { get; set; }

    /// <summary>Only counts, without keeping the objects. Default: off.</summary>
    [Parameter]
    public SwitchParameter NoElement { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => _columns = Column.Parse(Property);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (InputObject is null)
            return;

        object?[] values = _columns.Count == 0 ? [InputObject] : [.. _columns.Select(column => column.Value(InputObject))];
        var name = string.Join(", ", values.Select(value => LanguagePrimitives.ConvertTo<string>(value)));
        if (!_groups.TryGetValue(name, out var group))
            _groups.Add(name, group = new ObjectGroup(name, values));
        group.Add(InputObject, keep: !NoElement);
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var groups = _groups.Values.Order(Comparer<ObjectGroup>.Create((x, y) =>
            x.Values.Zip(y.Values, RowOrder.CompareValues).FirstOrDefault(order => order != 0)));
        foreach (var group in groups)
            WriteObject(group);
    }
}
