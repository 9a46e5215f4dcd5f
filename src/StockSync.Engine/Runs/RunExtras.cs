using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Runs;

/// <summary>What a run asks for beyond the days it was asked for.</summary>
sealed record RunExtras
{
    /// <summary>Stocks over recorded days: newly expected ones, and absences that are asked for again.</summary>
    public IReadOnlyList<StockCoverage> Ranges { get; init; } = [];

    /// <summary>New codes that may have taken the place of old ones: new and old.</summary>
    public IReadOnlyList<(StockCode New, StockCode Old)> Successors { get; init; } = [];

    /// <summary>Lists of days that may be asked for to settle gaps.</summary>
    public int MostLists { get; init; } = int.MaxValue;

    /// <summary>True where nothing was ever recorded before.</summary>
    public bool IsFirst { get; init; }
}
