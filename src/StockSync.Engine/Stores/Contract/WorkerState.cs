namespace StockSync.Engine.Stores.Contract;

/// <summary>How a worker stands.</summary>
enum WorkerState
{
    /// <summary>It works.</summary>
    Active,

    /// <summary>The run's work is done, the worker does not know of it yet.</summary>
    Dismissed,

    /// <summary>It left.</summary>
    Ended,

    /// <summary>It gave no sign of life; its units went to others.</summary>
    Lost,
}
