using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Operations.Reports.Sections;

/// <summary>Puts failures (ranges) and exceptions (days) together, by stock.</summary>
static class StockGaps
{
    /// <summary>The stocks that lack something, those that lack most first.</summary>
    public static IReadOnlyList<StockGap> Find(ReportData data, IReadOnlyList<DateOnly> tradingDays)
    {
        var places = new Dictionary<DateOnly, int>(tradingDays.Count);
        for (int i = 0; i < tradingDays.Count; i++)
            places[tradingDays[i]] = i;

        var causes = new Dictionary<string, SortedDictionary<int, GapCause>>(StringComparer.Ordinal);
        foreach (var exception in data.Exceptions)
        {
            if (exception.State != StockState.NotListed && places.TryGetValue(exception.Date, out int place))
                DaysOf(causes, exception.Code.ToString())[place] = exception.State == StockState.Late
                    ? GapCause.Late
                    : GapCause.Quarantined;
        }
        foreach (var failure in data.Failures)
        {
            int end = Before(tradingDays, DateOnly.FromDateTime(failure.To).AddDays(1));
            for (int i = Before(tradingDays, DateOnly.FromDateTime(failure.From)); i < end; i++)
                DaysOf(causes, failure.Code)[i] = GapCause.Failed;
        }
        return
        [
            .. causes.Select(c => new StockGap(c.Key, Stretches(c.Value, tradingDays), c.Value.Count))
                .OrderByDescending(g => g.Days).ThenBy(g => g.Code, StringComparer.Ordinal),
        ];
    }

    static SortedDictionary<int, GapCause> DaysOf(Dictionary<string, SortedDictionary<int, GapCause>> causes, string code) =>
        causes.TryGetValue(code, out var days) ? days : causes[code] = [];

    static List<GapStretch> Stretches(SortedDictionary<int, GapCause> days, IReadOnlyList<DateOnly> tradingDays)
    {
        var stretches = new List<GapStretch>();
        int last = -2;
        foreach (var (place, cause) in days)
        {
            if (place == last + 1 && stretches[^1].Cause == cause)
                stretches[^1] = stretches[^1] with { To = tradingDays[place] };
            else
                stretches.Add(new GapStretch(tradingDays[place], tradingDays[place], cause));
            last = place;
        }
        return stretches;
    }

    // How many trading days lie before a day.
    static int Before(IReadOnlyList<DateOnly> tradingDays, DateOnly day)
    {
        int low = 0;
        int high = tradingDays.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (tradingDays[middle] < day)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
}
