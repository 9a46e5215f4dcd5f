namespace StockSync.Engine.Stores.Contract;

/// <summary>A unit of a published plan that a commit finishes.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Number">The unit.</param>
/// <param name="IsFailed">It failed for good; the commit records why.</param>
readonly record struct UnitMark(int Plan, int Number, bool IsFailed);
