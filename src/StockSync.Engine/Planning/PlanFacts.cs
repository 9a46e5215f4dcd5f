using StockSync.Engine.Market;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Planning;

/// <summary>What the store holds of the days of a scope, as a plan needs it. Nothing in it depends on the service's answers.</summary>
/// <param name="Days">The checkpoints.</param>
/// <param name="Rows">Rows in the table, by day.</param>
/// <param name="Absences">Stocks without a row, around the days too: whoever was absent the day before may be absent again.</param>
/// <param name="Failures">All open failures.</param>
/// <param name="Coverage">Stocks whose range was answered in full by a run that was stopped.</param>
/// <param name="Budget">Requests left of the Beijing day.</param>
sealed record PlanFacts(
    IReadOnlyList<SyncDay> Days,
    IReadOnlyDictionary<DateOnly, DayRows> Rows,
    IReadOnlyList<Absence> Absences,
    IReadOnlyList<FailedStock> Failures,
    IReadOnlyList<StockCoverage> Coverage,
    int Budget)
{
    /// <summary>Asks for all of it at once: one round trip as a part of a <see cref="StoreBatch"/>.</summary>
    public static async Task<PlanFacts> ReadAsync(
        ISyncStore store, SyncRequest request, SyncScope scope, Task<int> budget, CancellationToken cancellationToken)
    {
        var failures = store.Failures.GetFailuresAsync(cancellationToken);
        if (scope.Days.Count == 0)
        {
            await Task.WhenAll(failures, budget);
            return new PlanFacts([], new Dictionary<DateOnly, DayRows>(), [], await failures, [], await budget);
        }
        var (from, to) = (scope.Days[0], scope.Days[^1]);
        var days = store.Days.GetDaysAsync(from, to, cancellationToken);
        var rows = store.Bars.CountRowsAsync(from, to, cancellationToken);
        var absences = store.Absences.GetAbsencesAsync(TradingCalendar.Reach(from, -TradingCalendar.Around), TradingCalendar.Reach(to, TradingCalendar.Around), cancellationToken);
        var coverage = request.Force ? Task.FromResult<IReadOnlyList<StockCoverage>>([]) : store.Days.GetCoverageAsync(cancellationToken);
        await Task.WhenAll(days, rows, absences, failures, coverage, budget);
        return new PlanFacts(await days, await rows, await absences, await failures, await coverage, await budget);
    }
}
