namespace StockSync.Engine.Operations;

/// <summary>Percentiles by nearest rank: always a value that was measured.</summary>
static class Percentile
{
    /// <summary>The smallest value that at least this share does not exceed; null of nothing.</summary>
    public static T? Of<T>(IEnumerable<T> values, double share)
        where T : struct, IComparable<T> =>
        Weighted(values.Select(v => (v, 1L)), share);

    /// <summary>The same of values that stand for several.</summary>
    public static T? Weighted<T>(IEnumerable<(T Value, long Weight)> values, double share)
        where T : struct, IComparable<T>
    {
        var sorted = values.Where(v => v.Weight > 0).OrderBy(v => v.Value).ToArray();
        double rank = share * sorted.Sum(v => v.Weight);
        long passed = 0;
        foreach (var (value, weight) in sorted)
        {
            passed += weight;
            if (passed >= rank)
                return value;
        }
        return null;
    }
}
