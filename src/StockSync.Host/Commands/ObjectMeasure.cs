namespace StockSync.Host;

/// <summary>The result of <see cref="MeasureObjectCommand"/>, with the members of pwsh's.</summary>
public sealed class ObjectMeasure
{
    internal ObjectMeasure(string? property) => Property = property;

    /// <summary>How many objects had a value.</summary>
    public int Count { get; internal set; }

    /// <summary>The mean; null when not asked for or without values.</summary>
    public double? Average { get; internal set; }

    /// <summary>The sum; null when not asked for or without values.</summary>
    public double? Sum { get; internal set; }

    /// <summary>The largest value; null when not asked for or without values.</summary>
    public object? Maximum { get; internal set; }

    /// <summary>The smallest value; null when not asked for or without values.</summary>
    public object? Minimum { get; internal set; }

    /// <summary>The property measured; null when it was the objects themselves.</summary>
    public string? Property { get; }
}
