namespace StockSync.Engine.Service;

/// <summary>A unit that failed all its attempts of a round.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="First">The error of the first attempt.</param>
/// <param name="Last">The error of the last attempt.</param>
/// <param name="Attempts">How many attempts there were.</param>
sealed record UnitFailure<T>(T Unit, StockSyncException First, StockSyncException Last, int Attempts);

/// <summary>What a round over units came to. A unit in neither list was not tried to its end: the run stopped.</summary>
sealed record RoundResult<T>(IReadOnlyList<UnitFailure<T>> Failures, IReadOnlyList<T> Done)
    where T : notnull
{
    /// <summary>What is left of the failures of a first round after this second one. A unit that this round did not come to has still failed.</summary>
    public IReadOnlyList<UnitFailure<T>> Left(IReadOnlyList<UnitFailure<T>> first)
    {
        var again = Failures.ToDictionary(f => f.Unit);
        var done = Done.ToHashSet();
        return
        [
            .. first.Where(f => !done.Contains(f.Unit)).Select(
                f => again.TryGetValue(f.Unit, out var last) ? last with { First = f.First, Attempts = f.Attempts + last.Attempts } : f),
        ];
    }
}
