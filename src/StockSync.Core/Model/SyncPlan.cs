namespace StockSync;

/// <summary>What a run would do, and what it would cost.</summary>
public sealed class SyncPlan
{
    /// <summary>What the run is for.</summary>
    public required SyncKind Kind { get; init; }

    /// <summary>First day of the range.</summary>
    public required DateTime From { get; init; }

    /// <summary>Last day of the range.</summary>
    public required DateTime To { get; init; }

    /// <summary>Trading days of the range.</summary>
    public int TradingDays { get; init; }

    /// <summary>Those that are complete already and will be answered from the checkpoint.</summary>
    public int CompleteDays { get; init; }

    /// <summary>Stocks with something missing.</summary>
    public int Stocks { get; init; }

    /// <summary>The shape taken.</summary>
    public RequestShape Shape { get; init; }

    /// <summary>Frames to be sent, those for calendar and stock list included.</summary>
    public int Requests { get; init; }

    /// <summary>Expected duration in minutes, from the latencies measured so far.</summary>
    public double Minutes { get; init; }

    /// <summary>Requests left of today's budget.</summary>
    public int RemainingBudget { get; init; }

    /// <summary>Share of the daily budget: 0 to 1, or more where the plan needs several days.</summary>
    public double BudgetShare { get; init; }

    /// <summary>True when the store does not know calendar or stocks yet and typical numbers stand in.</summary>
    public bool IsEstimate { get; init; }

    /// <summary>True when the run makes the whole market of a copy of chosen stocks: its days are open for all other stocks then.</summary>
    public bool Widens { get; init; }

    /// <summary>Why this shape and no other.</summary>
    public string Reason { get; init; } = "";

    /// <inheritdoc/>
    public override string ToString() => $"{Kind} {From:yyyy-MM-dd}..{To:yyyy-MM-dd}: {Requests} requests, {Minutes:0.#} min";
}
