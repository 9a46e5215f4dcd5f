namespace StockSync.Benchmarks.Harness;

/// <summary>The numbers of several rounds in short.</summary>
readonly record struct Spread(double Min, double Median, double Max)
{
    public static Spread Of(IEnumerable<double> numbers)
    {
        double[] sorted = [.. numbers.Order()];
        int middle = sorted.Length / 2;
        double median = sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(sorted[0], median, sorted[^1]);
    }

    /// <summary>Numerator by denominator, round by round: what disturbs a round disturbs both.</summary>
    public static Spread OfRatios(IReadOnlyList<double> numerators, IReadOnlyList<double> denominators) =>
        Of(numerators.Zip(denominators, (n, d) => n / d));

    /// <summary>As the column of the table shows it.</summary>
    public string ToText(string format = "0.00") => string.Join(" / ", new[] { Min, Median, Max }.Select(
        n => n.ToString(format, System.Globalization.CultureInfo.InvariantCulture)));
}
