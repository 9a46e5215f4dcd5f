using System.Globalization;

namespace StockSync;

/// <summary>How long runs took: daily ones where there are any, for a backfill takes as long as its range; else all.</summary>
public sealed class DurationHealth
{
    /// <summary>Runs that were looked at; a p95 of fewer than 20 says little.</summary>
    public required int Runs { get; init; }

    /// <summary>What they were; null where runs of all kinds were looked at.</summary>
    public SyncKind? Kind { get; init; }

    /// <summary>Mean of them.</summary>
    public TimeSpan? Average { get; init; }

    /// <summary>Half took no longer.</summary>
    public TimeSpan? P50 { get; init; }

    /// <summary>19 of 20 took no longer.</summary>
    public TimeSpan? P95 { get; init; }

    /// <summary>The longest.</summary>
    public TimeSpan? Max { get; init; }

    /// <summary>Median of the last seven runs to that of the last thirty days; 1 means no change.</summary>
    public double? TrendRatio { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Runs == 0 ? "no runs" : string.Create(
        CultureInfo.InvariantCulture, $"p50 {Text(P50)}, p95 {Text(P95)}, max {Text(Max)} of {Runs} runs");

    // A backfill may take more than a day.
    static string Text(TimeSpan? time) =>
        time?.ToString(time >= TimeSpan.FromDays(1) ? @"d\.hh\:mm\:ss" : @"hh\:mm\:ss", CultureInfo.InvariantCulture) ?? "";
}
