using StockSync.Engine.Resources;
using StockSync.Engine.RunState;
using StockSync.Engine.Service;

namespace StockSync.Engine.Fetching;

/// <summary>The second round over what failed in the first: after a wait, with as many tries again.</summary>
static class TwoRounds
{
    /// <summary>Returns what is failed after both.</summary>
    /// <param name="run">The run.</param>
    /// <param name="failures">Of the first round, or of all batches of it.</param>
    /// <param name="round">Does one round over units.</param>
    /// <param name="cancellationToken">Ends waiting and work.</param>
    public static async Task<IReadOnlyList<UnitFailure<T>>> SecondAsync<T>(
        RunContext run,
        IReadOnlyList<UnitFailure<T>> failures,
        Func<IReadOnlyList<T>, Task<RoundResult<T>>> round,
        CancellationToken cancellationToken)
        where T : notnull
    {
        if (failures.Count == 0 || run.Stop.IsRequested)
            return failures;
        var settings = run.Settings;
        await run.Observer.VerboseAsync(SyncText.Get("SecondRound", failures.Count, settings.SecondRoundDelay.TotalSeconds), cancellationToken);
        await Task.Delay(settings.SecondRoundDelay, run.Clock.Time, cancellationToken);
        run.Times.Waited(settings.SecondRoundDelay);
        var second = await round([.. failures.Where(f => f.Last.IsTransient).Select(f => f.Unit)]);
        var again = second.Failures.ToDictionary(f => f.Unit);
        var done = second.Done.ToHashSet();
        // One that the second round did not come to, because the run stopped, has still failed the first.
        return
        [
            .. failures.Where(f => !done.Contains(f.Unit)).Select(
                f => again.TryGetValue(f.Unit, out var last) ? last with { First = f.First, Attempts = f.Attempts + last.Attempts } : f),
        ];
    }
}
