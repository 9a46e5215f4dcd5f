using System.Management.Automation;

namespace StockSync.Host;

/// <summary>A subset of pwsh's cmdlet, only in StockSync.Host.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "Object")]
[OutputType(typeof(ObjectMeasure))]
public sealed class MeasureObjectCommand : PSCmdlet
{
    ObjectMeasure[] _measures = [];

    /// <summary>The objects to measure.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>The properties to measure. Default: the objects themselves.</summary>
    [Parameter(Position = 0)]
    public string[]? Property { get; set; }

    /// <summary>Adds the values up. Default: off.</summary>
    [Parameter]
    public SwitchParameter Sum { get; set; }

    /// <summary>Takes the mean of the values. Default: off.</summary>
    [Parameter]
    public SwitchParameter Average { get; set; }

    /// <summary>Finds the smallest value. Default: off.</summary>
    [Parameter]
    public SwitchParameter Minimum { get; set; }

    /// <summary>Finds the largest value. Default: off.</summary>
    [Parameter]
    public SwitchParameter Maximum { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() =>
        _measures = Property is null ? [new ObjectMeasure(null)] : [.. Property.Select(name => new ObjectMeasure(name))];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (InputObject is null)
            return;

        foreach (var measure in _measures)
        {
            var value = measure.Property is { } name ? new Column(name, new(name)).Value(InputObject) : InputObject;
            if (value is null)
                continue;
            measure.Count++;
            if (Sum || Average)
                measure.Sum = (measure.Sum ?? 0) + LanguagePrimitives.ConvertTo<double>(value);
            if (Minimum && (measure.Minimum is null || RowOrder.CompareValues(value, measure.Minimum) < 0))
                measure.Minimum = value;
            if (Maximum && (measure.Maximum is null || RowOrder.CompareValues(value, measure.Maximum) > 0))
                measure.Maximum = value;
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        foreach (var measure in _measures)
        {
            if (Average && measure.Count > 0)
                measure.Average = measure.Sum / measure.Count;
            if (!Sum)
                measure.Sum = null;
            WriteObject(measure);
        }
    }
}
