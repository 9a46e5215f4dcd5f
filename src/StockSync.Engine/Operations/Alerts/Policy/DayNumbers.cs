using StockSync.Engine.Operations.Alerts.Wording;

namespace StockSync.Engine.Operations.Alerts.Policy;

/// <summary>How many stocks of the days in question are there, how many are not, and why: counts and a few codes, whatever their number.</summary>
sealed class DayNumbers
{
    const int MostDays = 10;
    const int MostReasons = 8;
    const int MostCodes = 10;

    readonly AlertWords _words;

    public DayNumbers(AlertFacts facts, IReadOnlyList<AlertEvent> events, AlertWords words)
    {
        _words = words;
        var scopes = events.Where(e => e.Alert.Rule == AlertRule.DayIncomplete).Select(e => e.Alert.Scope).ToHashSet();
        if (facts.Attempt?.Date is { } date && !events.Any(e => e.News == AlertChange.Over))
            scopes.Add(ErrorCauses.DayScope(date));
        var days = facts.Days.Where(d => scopes.Contains(ErrorCauses.DayScope(d.Date))).ToList();
        Days = List(scopes.Order(), scopes.Count, MostDays) ?? Range(facts.Run);
        Count(facts, days);

        var failures = facts.Failures.Where(f => scopes.Count == 0 || scopes.Any(s => Covers(f, s))).ToList();
        var reasons = failures.GroupBy(f => f.Reason).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).ToList();
        Reasons = reasons.Count > 0
            ? List(reasons.Select(g => $"{g.Key} {words.Count(g.Count())}"), reasons.Count, MostReasons)
            : days.Select(d => d.Reason).FirstOrDefault(r => r is not null);
        var codes = failures.Select(f => f.Code).Where(c => c != FailedStock.WholeMarket).Distinct().ToList();
        Stocks = List(codes, codes.Count, MostCodes);
    }

    public string? Days { get; }

    public string? Succeeded { get; private set; }

    public string? Failed { get; private set; }

    /// <summary>Stocks of days that only wait for a second answer.</summary>
    public string? Waiting { get; private set; }

    public string? Reasons { get; }

    public string? Stocks { get; }

    static bool Covers(FailedStock failure, string scope) =>
        string.CompareOrdinal(ErrorCauses.DayScope(failure.From), scope) <= 0 && string.CompareOrdinal(ErrorCauses.DayScope(failure.To), scope) >= 0;

    void Count(AlertFacts facts, List<SyncDay> days)
    {
        long expected = days.Sum(d => (long)d.Expected);
        long succeeded = days.Sum(d => (long)d.Stored + d.Suspended);
        if (expected == 0 && facts.Attempt is { Expected: > 0 } attempt)
            (expected, succeeded) = (attempt.Expected, attempt.Succeeded);
        if (days.Count == 0 && facts.Run is { Expected: > 0 } run && expected == 0)
            (expected, succeeded) = (run.Expected, run.Stored + run.Suspended);
        if (days.Count == 0 && facts is { Attempt: null, Run: null })
            return;
        Succeeded = expected > 0 ? _words.Get("OfAll", _words.Count(succeeded), _words.Count(expected)) : _words.Count(succeeded);
        long waiting = days.Where(d => d.IsWaiting).Sum(d => (long)d.Waiting);
        Waiting = waiting > 0 ? _words.Count(waiting) : null;
        long failed = expected - succeeded - waiting;
        Failed = expected == 0 ? _words.Get("Unknown") : failed > 0 || waiting == 0 ? _words.Count(failed) : null;
    }

    static string? Range(SyncRun? run) => run is { From: { } from, To: { } to }
        ? from == to ? ErrorCauses.DayScope(from) : $"{ErrorCauses.DayScope(from)} – {ErrorCauses.DayScope(to)}"
        : null;

    string? List(IEnumerable<string> items, int count, int most)
    {
        if (count == 0)
            return null;
        string shown = string.Join(", ", items.Take(most));
        return count > most ? $"{shown} {_words.Get("More", _words.Count(count - most))}" : shown;
    }
}
