namespace StockSync;

/// <summary>The service, as the last runs saw it.</summary>
public sealed class SourceHealth
{
    /// <summary>Typical seconds of a market day; null before the first one.</summary>
    public double? MarketDaySeconds { get; init; }

    /// <summary>Typical seconds of one stock's range; null before the first one.</summary>
    public double? StockRangeSeconds { get; init; }

    /// <summary>The last run that had an answer, UTC.</summary>
    public DateTime? LastAnswerAt { get; init; }

    /// <summary>Until when the service is left alone after a ban, UTC.</summary>
    public DateTime? BlockedUntil { get; init; }

    /// <summary>Requests of this Beijing day.</summary>
    public required int Requests { get; init; }

    /// <summary>What a day may cost.</summary>
    public required int Budget { get; init; }
}
