using System.Globalization;

namespace StockSync.Benchmarks.Harness;

/// <summary>Numbers with units, as the table shows them.</summary>
static class Amount
{
    public static string Seconds(double seconds) => seconds switch
    {
        >= 100 => FormattableString.Invariant($"{seconds:0} s"),
        >= 1 => FormattableString.Invariant($"{seconds:0.00} s"),
        _ => FormattableString.Invariant($"{seconds * 1000:0} ms"),
    };

    public static string Megabytes(double bytes) => FormattableString.Invariant($"{bytes / 1_000_000:0.0} MB");

    public static string Rate(double rows, double seconds) => FormattableString.Invariant($"{rows / seconds / 1000:0} k rows/s");

    public static string Number(double number, string format = "#,0") => number.ToString(format, CultureInfo.InvariantCulture);
}
