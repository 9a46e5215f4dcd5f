using StockSync.Engine.Resources;

namespace StockSync.Engine.Planning;

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
