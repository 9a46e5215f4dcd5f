using System.Management.Automation;

namespace StockSync.Binding;

/// <summary>Takes the words that are usual in China for the basis of prices, too: <c>qfq</c> (forward), <c>hfq</c> (backward), <c>bfq</c> (none).</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class AdjustmentArgumentAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? input = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return (input as string)?.Trim().ToUpperInvariant() switch
        {
            "QFQ" => PriceAdjustment.Forward,
            "HFQ" => PriceAdjustment.Backward,
            "BFQ" => PriceAdjustment.None,
            _ => inputData,
        };
    }
}
