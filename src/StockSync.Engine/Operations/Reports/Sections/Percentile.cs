namespace StockSync.Engine.Operations.Reports.Sections;

/// <summary>The value that a share of a sample does not exceed.</summary>
static class Percentile
{
    /// <summary>By the nearest rank: always a value that occurred.</summary>
    public static double Of(IEnumerable<double> sample, double share)
    {
        double[] sorted = [.. sample.Order()];
        return sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)];
    }
}
