namespace StockSync;

/// <summary>How much is written to the log.</summary>
public enum LogLevel
{
    /// <summary>Everything, also what the verbose stream tells.</summary>
    Debug = 0,

    /// <summary>Runs, days, alerts.</summary>
    Information = 1,

    /// <summary>What may mean incomplete data.</summary>
    Warning = 2,

    /// <summary>What failed.</summary>
    Error = 3,

    /// <summary>Nothing.</summary>
    None = 4,
}
