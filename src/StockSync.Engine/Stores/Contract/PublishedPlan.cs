namespace StockSync.Engine.Stores.Contract;

/// <summary>What another machine must know to work at a plan as its own machine does; the rest stands in the tables.</summary>
sealed record PublishedPlan
{
    /// <summary>First and last day asked for.</summary>
    public required DateOnly From { get; init; }

    /// <summary>See <see cref="From"/>.</summary>
    public required DateOnly To { get; init; }

    /// <summary>The newest trading day due.</summary>
    public DateOnly? Newest { get; init; }

    /// <summary>The days that are to be settled, in order.</summary>
    public required IReadOnlyList<DateOnly> OpenDays { get; init; }

    /// <summary>Those of them whose earlier record is not believed.</summary>
    public IReadOnlyList<DateOnly> DoubtedDays { get; init; } = [];

    /// <summary>Those of them that are asked for whole, by whichever machine.</summary>
    public IReadOnlyList<DateOnly> MarketDays { get; init; } = [];

    /// <summary>Those of them of which the whole market is asked for.</summary>
    public IReadOnlyList<DateOnly> WholeDays { get; init; } = [];

    /// <summary>Single stocks asked for.</summary>
    public IReadOnlyList<StockCoverage> Ranges { get; init; } = [];

    /// <summary>How many units there are.</summary>
    public int Total { get; init; }

    /// <summary>What nobody has begun, numbered from 1 in order.</summary>
    public IReadOnlyList<PlanUnit> Units { get; init; } = [];
}
