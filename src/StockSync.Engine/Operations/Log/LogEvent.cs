namespace StockSync.Engine.Operations.Log;

/// <summary>One line of the log. Holds no secret.</summary>
sealed record LogEvent
{
    public required LogLevel Level { get; init; }

    /// <summary>A stable word, for example <c>run.started</c>, <c>day.settled</c>, <c>alert.sent</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What a person reads.</summary>
    public string? Text { get; init; }

    public string? RunId { get; init; }

    /// <summary>Further members: strings, numbers, dates, booleans.</summary>
    public IReadOnlyDictionary<string, object?> Data { get; init; } = new Dictionary<string, object?>();
}
