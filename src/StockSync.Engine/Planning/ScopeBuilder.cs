using StockSync.Engine.Market;
using StockSync.Engine.Resources;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Planning;

/// <summary>From what was asked, the calendar and the checkpoints: which days and which stocks.</summary>
static class ScopeBuilder
{
    public static SyncScope Build(
        SyncRequest request,
        DateRange range,
        TradingCalendar calendar,
        BeijingClock clock,
        SyncSettings settings,
        IReadOnlyList<RetryTarget> targets,
        IReadOnlyList<SyncDay> known,
        IReadOnlyList<DateOnly>? doubted = null,
        IReadOnlyList<StockCoverage>? due = null)
    {
        // Out of a calendar that ends before today nobody can tell which day is the newest.
        var newest = calendar.To >= clock.Today ? calendar.LatestDue(clock, settings.PublishTime) : null;
        var freshFrom = DayFreshness.First(calendar, clock);
        return request.Kind switch
        {
            SyncKind.Day when request.Dates.Count == 0 => Newest(newest, range, calendar, settings, known, freshFrom, doubted ?? [], due ?? []),
            SyncKind.Day => Days(request.Dates.Distinct().Order(), range, calendar, clock, settings, newest, freshFrom),
            SyncKind.Retry => Retry(targets, range, calendar, clock, settings, newest, freshFrom, request.Targets.Count > 0 && request.Attempt is null),
            _ => Backfill(request, range, calendar, clock, settings, newest, freshFrom),
        };
    }

    static SyncScope Backfill(
        SyncRequest request, DateRange range, TradingCalendar calendar, BeijingClock clock, SyncSettings settings, DateOnly? newest,
        DateOnly freshFrom)
    {
        var trading = calendar.Between(range.From, range.To).ToArray();
        var scope = new SyncScope
        {
            From = range.From,
            To = range.To,
            Newest = newest,
            FreshFrom = freshFrom,
            Days = [.. trading.Where(d => clock.IsDue(d, settings.PublishTime))],
            // Without -To the range ends at the latest day due, so nothing is said of a day that nobody asked for.
            DaysNotDue = request.To is null ? [] : [.. trading.Where(d => !clock.IsDue(d, settings.PublishTime))],
        };
        if (request.Codes.Count == 0)
        {
            foreach (var day in scope.Days)
                scope.AddWholeDay(day);
        }
        foreach (var code in request.Codes)
            scope.AddRange(code, range.From, range.To);
        return scope;
    }

    static SyncScope Newest(
        DateOnly? newest, DateRange range, TradingCalendar calendar, SyncSettings settings, IReadOnlyList<SyncDay> known, DateOnly freshFrom,
        IReadOnlyList<DateOnly> doubted, IReadOnlyList<StockCoverage> due)
    {
        if (newest is not { } day)
            return new SyncScope { From = range.From, To = range.To, Days = [] };
        // Looking back fills holes; days before the first one this database knows are nobody's hole.
        var first = known.Count > 0 ? DateOnly.FromDateTime(known[0].Date) : day;
        var completed = known.Where(d => d.Status == SyncDayStatus.Completed).Select(d => DateOnly.FromDateTime(d.Date)).ToHashSet();
        var earlier = calendar.Between(range.From, day.AddDays(-1)).ToArray().TakeLast(settings.LookBackDays)
            .Where(d => d >= first && !completed.Contains(d));
        var scope = new SyncScope
        {
            From = day,
            To = day,
            Newest = day,
            FreshFrom = freshFrom,
            Doubted = doubted.ToHashSet(),
            Due = due,
            Days = [.. doubted.Where(d => d < day).Union(earlier).Union([day]).Order()],
        };
        foreach (var d in scope.Days)
            scope.AddWholeDay(d);
        return scope;
    }

    static SyncScope Days(
        IEnumerable<DateOnly> dates, DateRange range, TradingCalendar calendar, BeijingClock clock, SyncSettings settings, DateOnly? newest,
        DateOnly freshFrom)
    {
        var all = dates.ToArray();
        var scope = new SyncScope
        {
            From = range.From,
            To = range.To,
            Newest = newest,
            FreshFrom = freshFrom,
            Days = [.. all.Where(d => calendar.IsTradingDay(d) && clock.IsDue(d, settings.PublishTime))],
            DaysNotDue = [.. all.Where(d => calendar.IsTradingDay(d) && !clock.IsDue(d, settings.PublishTime))],
            ClosedDays = [.. all.Where(d => !calendar.IsTradingDay(d))],
        };
        foreach (var day in scope.Days)
            scope.AddWholeDay(day);
        return scope;
    }

    static SyncScope Retry(
        IReadOnlyList<RetryTarget> targets,
        DateRange range,
        TradingCalendar calendar,
        BeijingClock clock,
        SyncSettings settings,
        DateOnly? newest,
        DateOnly freshFrom,
        bool isExplicit)
    {
        var days = new SortedSet<DateOnly>();
        foreach (var target in targets)
        {
            foreach (var day in calendar.Between(target.From!.Value, target.To!.Value))
            {
                if (clock.IsDue(day, settings.PublishTime))
                    days.Add(day);
            }
        }
        var scope = new SyncScope { From = range.From, To = range.To, Newest = newest, FreshFrom = freshFrom, IsExplicit = isExplicit, Days = [.. days] };
        foreach (var target in targets)
        {
            if (target.Code is { } code)
            {
                scope.AddRange(code, target.From!.Value, target.To!.Value);
                continue;
            }
            foreach (var day in calendar.Between(target.From!.Value, target.To!.Value))
            {
                if (days.Contains(day))
                    scope.AddWholeDay(day);
            }
        }
        return scope;
    }
}

/// <summary>What <c>Resume-FailedStock</c> retries: its input completed from the open failures, or everything that is open.</summary>
static class RetryTargets
{
    public static IReadOnlyList<RetryTarget> Complete(
        IReadOnlyList<RetryTarget> input, IReadOnlyList<FailedStock> failures, IReadOnlyList<SyncDay> days)
    {
        if (input.Count == 0)
        {
            // A late or quarantined stock has no failure of its own: its day is open all the same. A day of which only some stocks were
            // ever asked for is not: nothing failed there.
            var open = days.Where(d => d.Status == SyncDayStatus.Failed || (d.Status == SyncDayStatus.Partial && d.Late + d.Failed + d.Quarantined > 0))
                .Select(d => DateOnly.FromDateTime(d.Date))
                .Select(d => new RetryTarget(null, d, d));
            return [.. failures.Select(Target), .. open];
        }

        var completed = new List<RetryTarget>();
        foreach (var target in input)
        {
            if (target.From is null && target.To is null)
                completed.AddRange(failures.Where(f => target.Code is null || f.Code == target.Code.Value.ToString()).Select(Target));
            else
                completed.Add(target with { From = target.From ?? target.To, To = target.To ?? target.From });
        }
        foreach (var target in completed)
        {
            if (target.From > target.To)
                throw new StockSyncException(
                    ErrorIds.RangeReversed,
                    ErrorKind.InvalidArgument,
                    SyncStrings.FormatRangeReversed($"{target.From:yyyy-MM-dd}", $"{target.To:yyyy-MM-dd}"),
                    SyncStrings.RangeReversedAdvice,
                    target);
        }
        return [.. completed.Distinct()];
    }

    static RetryTarget Target(FailedStock failure) => new(
        StockCode.TryParse(failure.Code, out var code) ? code : null, DateOnly.FromDateTime(failure.From), DateOnly.FromDateTime(failure.To));
}
