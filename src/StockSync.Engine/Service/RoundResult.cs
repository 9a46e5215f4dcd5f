namespace StockSync.Engine.Service;

/// <summary>What a round over units came to. A unit in neither list was not tried to its end: the run stopped.</summary>
readonly record struct RoundResult<T>(IReadOnlyList<UnitFailure<T>> Failures, IReadOnlyList<T> Done);
