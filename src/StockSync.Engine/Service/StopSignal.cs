using StockSync.Engine.Resources;

namespace StockSync.Engine.Service;

/// <summary>The one place that says a run must not start anything more, and why. The first reason stays.</summary>
sealed class StopSignal
{
    readonly Lock _lock = new();

    public StockSyncException? Cause { get; private set; }

    public bool IsRequested => Cause is not null || IsTurning;

    /// <summary>True where only this plan is not worked on any further, because a better one is to be made.</summary>
    public bool IsTurning { get; private set; }

    public void Turn()
    {
        lock (_lock)
            IsTurning = Cause is null;
    }

    /// <summary>The plan is worked on after all.</summary>
    public void Stay()
    {
        lock (_lock)
            IsTurning = false;
    }

    /// <summary>Forgets a cause that the run has found another way around.</summary>
    public void Reset()
    {
        lock (_lock)
            (Cause, IsTurning) = (null, false);
    }

    public void Request(StockSyncException cause)
    {
        lock (_lock)
        {
            Cause ??= cause;
            IsTurning = false;
        }
    }
}

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

/// <summary>A fault of our own while talking to the service: it leaves the engine as every other error does, with its cause.</summary>
static class UnforeseenError
{
    public static bool Is(Exception e) => e is not OperationCanceledException and not StockSyncException;

    public static StockSyncException Of(Exception e, string advice) =>
        new(ErrorIds.Unexpected, ErrorKind.InvalidData, SyncStrings.FormatUnitFault(e.Message), advice, inner: e);
}
