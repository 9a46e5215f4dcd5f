namespace StockSync.Engine.Operations.Reports.Charts;

/// <summary>Where a value stands on a vertical axis.</summary>
interface IValueScale
{
    /// <summary>The values that get a line and a label, lowest first.</summary>
    IReadOnlyList<double> Ticks { get; }

    /// <summary>0 at the bottom, 1 at the top.</summary>
    double At(double value);
}
