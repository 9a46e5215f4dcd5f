namespace StockSync.Engine.Stores.Contract;

/// <summary>A wish for units.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Plan">Its plan.</param>
/// <param name="Shape">The kind of unit.</param>
/// <param name="Owner">Who wants them: a worker, or the run itself by its id.</param>
/// <param name="Count">The most it takes.</param>
readonly record struct UnitClaim(string RunId, int Plan, RequestShape Shape, string Owner, int Count);
