namespace StockSync;

/// <summary>A stock whose bars of a date range could not be fetched, until a retry succeeds.</summary>
public sealed class FailedStock
{
    /// <summary>The code of a failure of a whole market day.</summary>
    public const string WholeMarket = "*";

    /// <summary>Six digits, or <c>*</c> where the request for the whole market of a day failed.</summary>
    public required string Code { get; init; }

    /// <summary>The exchange; null for a whole market day.</summary>
    public Exchange? Exchange { get; init; }

    /// <summary>First day that is missing.</summary>
    public required DateTime From { get; init; }

    /// <summary>Last day that is missing.</summary>
    public required DateTime To { get; init; }

    /// <summary>The stable error id of the last failure, for example <c>SourceTimeout</c>.</summary>
    public required string Reason { get; init; }

    /// <summary>Tries so far.</summary>
    public int Attempts { get; init; }

    /// <summary>The first error's text.</summary>
    public string? FirstError { get; init; }

    /// <summary>The last error's text.</summary>
    public string? LastError { get; init; }

    /// <summary>When it failed first, UTC.</summary>
    public DateTime FirstFailedAt { get; init; }

    /// <summary>When it failed last, UTC.</summary>
    public DateTime LastFailedAt { get; init; }

    /// <summary>The run it failed in last.</summary>
    public string? RunId { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Code} {From:yyyy-MM-dd}..{To:yyyy-MM-dd} {Reason}";
}
