using System.Globalization;

namespace StockSync;

/// <summary>The service, as the last runs saw it.</summary>
public sealed class SourceHealth
{
    /// <summary>Typical seconds of a market day; null before the first one.</summary>
    public double? MarketDaySeconds { get; init; }

    /// <summary>Typical seconds of one stock's range; null before the first one.</summary>
    public double? StockRangeSeconds { get; init; }

    /// <summary>Half of the answers of the last seven days took no longer, seconds; null where there were none.</summary>
    public double? LatencyP50 { get; init; }

    /// <summary>19 of 20 answers of the last seven days took no longer, seconds; null where there were none.</summary>
    public double? LatencyP95 { get; init; }

    /// <summary>Requests of the last seven days: what the latencies and the error rate are of.</summary>
    public int RecentRequests { get; init; }

    /// <summary>Those of them that ended by an error, 0 to 1; null where there were none.</summary>
    public double? ErrorRate { get; init; }

    /// <summary>When a run last had an answer, UTC.</summary>
    public DateTime? LastAnswerAt { get; init; }

    /// <summary>Until when the service is left alone after a ban, UTC.</summary>
    public DateTime? BlockedUntil { get; init; }

    /// <summary>Requests of this Beijing day.</summary>
    public required int Requests { get; init; }

    /// <summary>What a day may cost.</summary>
    public required int Budget { get; init; }

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Requests:N0} of {Budget:N0} requests today, {RecentRequests:N0} in seven days{(LatencyP50 is { } p50 ? $"; p50 {p50:0.0##} s" : "")}");
}
