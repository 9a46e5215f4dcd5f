namespace StockSync.Engine.Sync;

/// <summary>What is missing, and how it will be asked for.</summary>
sealed class WorkPlan
{
    /// <summary>Complete already: answered from the checkpoint.</summary>
    public required IReadOnlyList<SyncDay> CompleteDays { get; init; }

    /// <summary>To be settled, in order.</summary>
    public required IReadOnlyList<DateOnly> OpenDays { get; init; }

    /// <summary>Those of them that were recorded as complete with other rows than the table has.</summary>
    public required IReadOnlyList<DateOnly> DoubtedDays { get; init; }

    /// <summary>Rows of the open days in the table, kept up to date while the run commits.</summary>
    public required PresenceMatrix Present { get; init; }

    /// <summary>Rows each open day had before the run.</summary>
    public required IReadOnlyDictionary<DateOnly, DayRows> RowsBefore { get; init; }

    /// <summary>What earlier runs recorded of stocks without a row.</summary>
    public required IReadOnlyDictionary<DateOnly, IReadOnlyDictionary<StockCode, DayException>> Known { get; init; }

    /// <summary>Failures that were open when the run began.</summary>
    public required ILookup<StockCode, FailedStock> OpenFailures { get; init; }

    /// <summary>The days on which something is missing: the units of MarketDay, by month and in order.</summary>
    public required IReadOnlyList<DateOnly> MarketDays { get; init; }

    /// <summary>The units of StockRange, in order of code.</summary>
    public required IReadOnlyList<StockUnit> StockRanges { get; init; }

    /// <summary>The decision.</summary>
    public required CostChoice Cost { get; init; }

    /// <summary>Nothing to fetch and nothing to settle.</summary>
    public bool IsDone => OpenDays.Count == 0;
}
