namespace StockSync.Engine.Stores.Contract;

/// <summary>What a worker sees of its run.</summary>
/// <param name="State">How the worker itself stands; <see cref="WorkerState.Lost"/> also where nobody knows it any more.</param>
/// <param name="IsLed">The run has its lease, and the machine that holds it gives signs of life.</param>
/// <param name="Plan">The newest published plan of the run; 0 for none.</param>
readonly record struct WorkerLook(WorkerState State, bool IsLed, int Plan);
