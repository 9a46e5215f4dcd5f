using StockSync.Engine.Market;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Planning;

/// <summary>All that a plan is made from. A plan holds as long as its basis is what the store and the service say.</summary>
/// <param name="Request">What was asked for.</param>
/// <param name="Scope">Its days and stocks.</param>
/// <param name="Stocks">The stocks of the copy.</param>
/// <param name="Service">What is known of the service.</param>
/// <param name="Facts">What the store holds of the days.</param>
sealed record PlanBasis(SyncRequest Request, SyncScope Scope, StockList Stocks, ServiceState Service, PlanFacts Facts)
{
    /// <summary>
    /// What is different in a newer basis, as a data word; null where the plan still holds. Which rows a day has is not read again: whoever
    /// changes rows changes their number or a record.
    /// </summary>
    public string? Difference(PlanBasis newer) =>
        Request != newer.Request ? "request"
        : !Scope.Matches(newer.Scope) ? "days"
        : !Stocks.Matches(newer.Stocks) ? "stock list"
        : !Facts.Matches(newer.Facts) ? "records"
        : Service.SupportsMarketDay != newer.Service.SupportsMarketDay || !Service.Costs.Equals(newer.Service.Costs) ? "service"
        : Facts.Budget != newer.Facts.Budget ? "budget"
        : null;
}

/// <summary>What the store holds of the days of a scope, as a plan needs it. Nothing in it depends on the service's answers.</summary>
/// <param name="Days">The checkpoints.</param>
/// <param name="Rows">Rows in the table, by day.</param>
/// <param name="Absences">Stocks without a row, around the days too: whoever was absent the day before may be absent again.</param>
/// <param name="Failures">All open failures.</param>
/// <param name="Coverage">Stocks whose range was answered in full today by a run that was stopped.</param>
/// <param name="Budget">Requests left of the Beijing day.</param>
sealed record PlanFacts(
    IReadOnlyList<SyncDay> Days,
    IReadOnlyDictionary<DateOnly, DayRows> Rows,
    IReadOnlyList<Absence> Absences,
    IReadOnlyList<FailedStock> Failures,
    IReadOnlyList<StockCoverage> Coverage,
    int Budget)
{
    /// <summary>Asks for all of it at once: one round trip as a part of a <see cref="StoreBatch{TStore}"/>.</summary>
    public static async Task<PlanFacts> ReadAsync(
        ISyncStore store, SyncRequest request, SyncScope scope, DateOnly today, Task<int> budget, CancellationToken cancellationToken)
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
        var coverage = request.Force ? Task.FromResult<IReadOnlyList<StockCoverage>>([]) : store.Days.GetCoverageAsync(today, cancellationToken);
        await Task.WhenAll(days, rows, absences, failures, coverage, budget);
        return new PlanFacts(await days, await rows, await absences, await failures, await coverage, await budget);
    }

    /// <summary>True where the store holds the same; the budget is compared by itself.</summary>
    public bool Matches(PlanFacts other) => Days.Select(Mark).SequenceEqual(other.Days.Select(Mark))
        && Rows.Count == other.Rows.Count && Rows.All(r => other.Rows.TryGetValue(r.Key, out var rows) && rows == r.Value)
        && Absences.SequenceEqual(other.Absences)
        && Failures.Select(Mark).SequenceEqual(other.Failures.Select(Mark))
        && Coverage.SequenceEqual(other.Coverage);

    // Whoever settles a day, or edits its record, changes one of these.
    static (DateTime, SyncDayStatus, DateTime?, string?, int, int, int, int) Mark(SyncDay day) =>
        (day.Date, day.Status, day.SettledAt, day.RunId, day.Expected, day.Stored, day.Suspended, day.Late + day.Failed + day.Quarantined);

    static (string, DateTime, DateTime, int, DateTime) Mark(FailedStock failure) =>
        (failure.Code, failure.From, failure.To, failure.Attempts, failure.LastFailedAt);
}

/// <summary>
/// A checkpoint is believed only while the table still holds what it says: a restored backup or a dropped month must not stay "complete".
/// </summary>
static class StoredProof
{
    /// <summary>The days that were recorded as complete and are not believed.</summary>
    public static IEnumerable<DateOnly> Doubted(IReadOnlyList<SyncDay> known, IReadOnlyDictionary<DateOnly, SyncDay> completed) =>
        known.Where(d => d.Status == SyncDayStatus.Completed).Select(d => DateOnly.FromDateTime(d.Date)).Where(d => !completed.ContainsKey(d));

    /// <summary>The days that are complete by record and by the table's own count.</summary>
    /// <param name="known">The records.</param>
    /// <param name="rows">Rows in the table, by day.</param>
    /// <param name="mayBeEmpty">True in a copy of chosen stocks, of which none may be expected on a day. A market without a row is none.</param>
    public static Dictionary<DateOnly, SyncDay> Completed(
        IReadOnlyList<SyncDay> known, IReadOnlyDictionary<DateOnly, DayRows> rows, bool mayBeEmpty)
    {
        var completed = new Dictionary<DateOnly, SyncDay>();
        foreach (var day in known)
        {
            var date = DateOnly.FromDateTime(day.Date);
            int stored = rows.GetValueOrDefault(date).Rows;
            if (day.Status == SyncDayStatus.Completed && (stored > 0 || mayBeEmpty) && Fits(day, stored))
                completed.Add(date, day);
        }
        return completed;
    }

    // What only an edited record lacks is asked too: of a complete day everybody who was expected has a row.
    static bool Fits(SyncDay day, int rows) => rows == day.Stored + day.Suspended && rows == day.Expected && (day.Late, day.Failed, day.Quarantined) == (0, 0, 0);
}
