using StockSync.Engine.Stores.Contract;

namespace StockSync.Tests.Histories;

/// <summary>What must hold after each command, and at the end.</summary>
sealed class HistoryChecker(HistoryService service, ISyncStore store)
{
    readonly Dictionary<(StockCode, DateOnly), (DateTime At, string Ground)> _accepted = [];

    // As it was when the last command began.
    HistoryFacts? _before;

    /// <summary>How often each window was needed.</summary>
    public Dictionary<string, int> Windows { get; } = [];

    /// <summary>After a command.</summary>
    public async Task<HistoryFacts> CheckAsync()
    {
        var facts = await HistoryFacts.ReadAsync(service, store);
        var now = service.Beijing;
        foreach (var (code, day) in _accepted.Keys.Where(k => !facts.IsAccepted(k.Item1, k.Item2)).ToArray())
        {
            _accepted.Remove((code, day));
            if (facts.Has(code, day))
                Open(facts, code, day, now);
        }
        // In order of day: one may rest on the day before.
        foreach (var (code, day) in facts.Accepted.OrderBy(a => a.Day))
        {
            if (_accepted.ContainsKey((code, day)))
                continue;
            string ground = HistoryWindows.Ground(facts, code, day)
                ?? throw new HistoryException($"{code} {day:yyyy-MM-dd} is accepted as absent and no rule allows it; {Heard(facts, code, day)}");
            _accepted.Add((code, day), (now, ground));
        }
        foreach (var record in facts.Days)
        {
            if (record.Status == SyncDayStatus.Completed)
                CheckComplete(facts, DateOnly.FromDateTime(record.Date), now);
        }
        _before = facts;
        return facts;
    }

    // A bar that came within a gap opens what is left of it: it was asked for again, and what is accepted there must have a ground again.
    void Open(HistoryFacts facts, StockCode code, DateOnly day, DateTime now)
    {
        foreach (var next in (Func<DateOnly, DateOnly?>[])[facts.Before, facts.After])
        {
            for (var d = next(day); d is { } neighbour && _accepted.ContainsKey((code, neighbour)); d = next(neighbour))
            {
                if (facts.IsAccepted(code, neighbour) && !facts.Answers(code, neighbour).Any(s => s.At == now))
                    throw new HistoryException($"{code} {neighbour:yyyy-MM-dd} stays accepted as absent beside a bar that came; {Heard(facts, code, neighbour)}");
                _accepted.Remove((code, neighbour));
            }
        }
    }

    void CheckComplete(HistoryFacts facts, DateOnly day, DateTime now)
    {
        foreach (var (_, code) in service.ShownOn(day, now))
        {
            if (facts.Has(code, day))
                continue;
            var accepted = _accepted.TryGetValue((code, day), out var known) ? known : ((DateTime, string)?)null;
            string window = HistoryWindows.Find(facts, _before, code, day, accepted)
                ?? throw new HistoryException($"{day:yyyy-MM-dd} is complete without {code}; {Heard(facts, code, day)}");
            Windows[window] = Windows.GetValueOrDefault(window) + 1;
        }
    }

    /// <summary>Rows of recorded days that are not stored.</summary>
    public static IEnumerable<(StockCode Code, DateOnly Day)> Missing(HistoryFacts facts, HistoryService service, DateOnly from, DateOnly to) =>
        from day in service.Market.Days
        where day >= @from && day <= to
        from row in service.ShownOn(day, service.Beijing)
        where !facts.Has(row.Code, day)
        select (row.Code, day);

    /// <summary>What was said about a bar.</summary>
    public string Heard(HistoryFacts facts, StockCode code, DateOnly day)
    {
        var about = facts.Said.Where(s => s.IsAbout(code, day) || (s.What == Asked.DayList && s.From == day))
            .Select(s => $"{s.At:MM-dd HH:mm} {s.What} {((s.What == Asked.DayList ? service.Names(code, day, s.At) : service.Shows(code, day, s.At)) ? "yes" : "no")}");
        var absence = facts.Absences.FirstOrDefault(a => a.Code == code && a.Covers(day));
        return $"asked: {string.Join(", ", about)}; recorded: {absence}; {facts.Days.FirstOrDefault(d => DateOnly.FromDateTime(d.Date) == day) is { } record} expected {(facts.IsExpected(code, day) ? "yes" : "no")}";
    }
}

/// <summary>A history went wrong.</summary>
sealed class HistoryException(string message) : Exception(message);
