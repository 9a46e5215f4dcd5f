namespace StockSync.MarketServer;

/// <summary>One request and what was done with it. Written when the answer is decided, before any latency and before it is sent.</summary>
public sealed record RequestLogEntry
{
    /// <summary>From 1.</summary>
    public required int Number { get; init; }

    public required DateTimeOffset Time { get; init; }

    /// <summary>The connection, from 1.</summary>
    public required int Connection { get; init; }

    public required string Type { get; init; }

    public required string Method { get; init; }

    public string? Code { get; init; }

    public DateOnly? From { get; init; }

    public DateOnly? To { get; init; }

    /// <summary>The page asked for; 0 where the request has none.</summary>
    public int Page { get; init; }

    /// <summary><c>login</c>, <c>logout</c>, <c>rows</c>, <c>empty</c>, <c>error 10004020</c>; <c>none</c> where a fault kept it back.</summary>
    public required string Answer { get; init; }

    /// <summary>Rows in the answer, after paging and faults.</summary>
    public int Rows { get; init; }

    public int BytesIn { get; init; }

    /// <summary>Bytes meant to be sent.</summary>
    public int BytesOut { get; init; }

    /// <summary>The fault done to it, or null.</summary>
    public string? Fault { get; init; }
}
