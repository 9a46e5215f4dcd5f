namespace StockSync.Engine.Operations.Reports.Charts;

/// <summary>The classes of a day's coverage. Each has a colour and, but for the best, a mark of its own.</summary>
enum HeatKind
{
    /// <summary>The market was closed.</summary>
    Closed,

    /// <summary>Proven complete.</summary>
    Complete,

    /// <summary>At least 99 of 100 bars.</summary>
    Nearly,

    /// <summary>At least 90 of 100.</summary>
    Partly,

    /// <summary>Fewer.</summary>
    Poor,

    /// <summary>Expected, and not there at all.</summary>
    Missing,
}
