using System.Diagnostics;
using StockSync.Engine.Market;
using StockSync.Engine.Sources.Contract;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Operations.Health;

/// <summary>
/// Reads what health is judged by: small tables, side by side, and of the bars one day. The service is never asked, and nothing is written.
/// </summary>
sealed class FactReader(SyncSettings settings, ISyncStore store, string endpoint, BeijingClock clock, Func<string, DiskSpace?> disk)
{
    public async Task<HealthFacts> ReadAsync(
        IReadOnlyList<SyncSchedule>? schedules, ReasonList reasons, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        using var first = new PartGuard(reasons, false, cancellationToken);
        var info = await first.ReadAsync("Database", () => store.InspectAsync(cancellationToken));
        var facts = new HealthFacts
        {
            Settings = settings,
            Clock = clock,
            Schedules = schedules,
            Host = Environment.MachineName,
            Target = store.Target,
            Info = info,
            Latency = info is null ? null : Stopwatch.GetElapsedTime(start),
            Disk = info is { Kind: "SQLite" } ? disk(info.Target) : null,
        };
        if (info is null)
            return facts;
        if (info.SchemaVersion == 0)
            return facts with { Days = [] };
        using var guard = new PartGuard(reasons, info.SchemaVersion < info.NewestSchema, cancellationToken);
        return await ReadDoubtAsync(await ReadTablesAsync(facts, guard, cancellationToken), guard, cancellationToken);
    }

    // Together: a database at the other end of the world answers each of them after a tenth of a second.
    async Task<HealthFacts> ReadTablesAsync(HealthFacts facts, PartGuard guard, CancellationToken cancellationToken)
    {
        var since = clock.UtcNow - HealthLimits.History;
        var calendar = guard.ReadAsync("Calendar", () => store.Reference.GetCalendarAsync(TradingCalendar.First, clock.Today, cancellationToken));
        var ahead = guard.ReadAsync(
            "Calendar", () => store.Reference.GetCalendarAsync(clock.Today.AddDays(1), clock.Today.AddDays(HealthLimits.AheadDays), cancellationToken));
        var copy = guard.ReadAsync("Evidence", () => store.Claims.GetCopyAsync(cancellationToken));
        var absences = guard.ReadAsync("Evidence", () => store.Absences.GetAbsencesAsync(DateOnly.MinValue, DateOnly.MaxValue, cancellationToken));
        var claims = guard.ReadAsync("Evidence", () => store.Claims.GetClaimsAsync(cancellationToken));
        var days = guard.ReadAsync("Days", () => store.Days.GetDaysAsync(null, null, cancellationToken));
        var runs = guard.ReadAsync("Runs", () => store.Runs.GetRunsSinceAsync(since, cancellationToken));
        var total = guard.ReadAsync("Runs", () => store.Runs.GetTotalsAsync(cancellationToken));
        var failures = guard.ReadAsync("Failures", () => store.Failures.GetFailuresAsync(cancellationToken));
        var quarantined = guard.CountAsync("Quarantine", () => store.Failures.CountQuarantinedAsync(cancellationToken));
        var service = guard.ReadAsync("Service", () => store.Services.GetServiceAsync(endpoint, cancellationToken));
        var requests = guard.CountAsync("Service", () => store.Services.GetReservedRequestsAsync(endpoint, clock.Today, cancellationToken));
        var sizes = guard.ReadAsync("Sizes", () => store.History.GetSizesAsync(clock.Today.AddDays(-30), cancellationToken));
        var attempts = guard.ReadAsync("Attempts", () => store.History.GetAttemptsAsync(since, int.MaxValue, cancellationToken));
        var alerts = guard.ReadAsync("Alerts", () => store.Alerts.GetAlertsAsync(openOnly: true, 1000, cancellationToken));
        var pending = guard.ReadAsync("Alerts", () => store.Alerts.GetDeliveriesAsync(pendingOnly: true, 1000, cancellationToken));
        var deliveries = guard.ReadAsync("Alerts", () => store.Alerts.GetDeliveriesAsync(pendingOnly: false, 200, cancellationToken));
        return facts with
        {
            KnownDays = await calendar,
            Calendar = await calendar is { Count: > 0 } known ? new TradingCalendar(known) : null,
            Ahead = await ahead,
            Copy = await copy,
            Absences = await absences,
            Claims = await claims,
            Days = await days,
            Runs = await runs,
            Totals = await total,
            Failures = await failures,
            Quarantined = await quarantined,
            Service = await service,
            Requests = await requests,
            Sizes = await sizes,
            Attempts = await attempts,
            OpenAlerts = await alerts,
            Pending = await pending,
            Deliveries = await deliveries,
        };
    }

    // What only the first answers say is worth asking for.
    async Task<HealthFacts> ReadDoubtAsync(HealthFacts facts, PartGuard guard, CancellationToken cancellationToken)
    {
        var checkpoint = facts.Days?.LastOrDefault(d => d.Status == SyncDayStatus.Completed) is { } day
            ? guard.ReadAsync("Checkpoint", () => CountAsync(day, cancellationToken))
            : Task.FromResult<CheckpointHealth?>(null);
        var stocks = Gaps.HasUntried(facts)
            ? guard.ReadAsync("Stocks", () => store.Reference.GetStocksAsync(cancellationToken))
            : Task.FromResult<IReadOnlyList<StockEntry>?>(null);
        return facts with { Checkpoint = await checkpoint, Stocks = await stocks };
    }

    async Task<CheckpointHealth> CountAsync(SyncDay day, CancellationToken cancellationToken)
    {
        var count = await CountOnceAsync(day, cancellationToken);
        if (count.IsConsistent)
            return count;
        // A run may have committed between the two questions; then both have changed, together.
        var again = await store.Days.GetDaysAsync(day.Day(), day.Day(), cancellationToken);
        return await CountOnceAsync(again is [var changed] ? changed : day, cancellationToken);
    }

    async Task<CheckpointHealth> CountOnceAsync(SyncDay day, CancellationToken cancellationToken)
    {
        var rows = await store.Bars.CountRowsAsync(day.Day(), day.Day(), cancellationToken);
        return new CheckpointHealth { Date = day.Date, Recorded = day.Present(), InTable = rows.GetValueOrDefault(day.Day()).Rows };
    }
}
