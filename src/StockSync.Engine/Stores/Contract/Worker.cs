using StockSync.Engine.Sources.Contract;

namespace StockSync.Engine.Stores.Contract;

/// <summary>A machine that wants to work at a run.</summary>
/// <param name="WorkerId">Unique over machines.</param>
/// <param name="Host">Its name.</param>
/// <param name="ProcessId">Its process.</param>
/// <param name="Endpoint">The service as it reaches it.</param>
sealed record WorkerEntry(string WorkerId, string Host, int ProcessId, string Endpoint);

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

/// <summary>What a worker sees of its run.</summary>
/// <param name="State">How the worker itself stands; <see cref="WorkerState.Lost"/> also where nobody knows it any more.</param>
/// <param name="IsLed">The run has its lease, and the machine that holds it gives signs of life.</param>
/// <param name="Plan">The newest published plan of the run; 0 for none.</param>
readonly record struct WorkerStatus(WorkerState State, bool IsLed, int Plan);

/// <summary>A worker's right to write: good while the worker is active and the run still has its lease.</summary>
/// <param name="WorkerId">The worker.</param>
/// <param name="Lease">The lease of the run that it works at.</param>
sealed record WorkerTicket(string WorkerId, Lease Lease);

/// <summary>What workers wrote into days that are settled only when all is through.</summary>
/// <param name="Counts">Rows per day.</param>
/// <param name="Rejected">Rows of the run that were set aside.</param>
sealed record WorkerRows(IReadOnlyDictionary<DateOnly, RowCounts> Counts, IReadOnlyList<RejectedRow> Rejected);
