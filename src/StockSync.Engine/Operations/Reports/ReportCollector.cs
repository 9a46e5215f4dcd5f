using System.Reflection;
using StockSync.Engine.Sources.Contract;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Operations.Reports;

/// <summary>Reads from the store what a report shows; asks nobody else.</summary>
sealed class ReportCollector(ISyncStore store, SyncSettings settings, string endpoint)
{
    const int MaxAttempts = 2_000;
    const int MaxAlerts = 200;

    // Without the commit that follows the plus sign.
    static readonly string s_version = typeof(ReportCollector).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>A database without tables of ours is one without data: the report says so.</summary>
    public async Task<ReportData> CollectAsync(
        SyncHealth health, IReadOnlyList<SyncSchedule>? schedules, CancellationToken cancellationToken)
    {
        await store.InspectAsync(cancellationToken);
        var data = new ReportData
        {
            Health = health,
            Target = store.Target,
            Endpoint = endpoint,
            Version = s_version,
            Host = Environment.MachineName,
            Zone = TimeZoneInfo.Local.Id,
            DailyBudget = settings.DailyBudget,
            Schedules = schedules,
            Days = await store.Days.GetDaysAsync(null, null, cancellationToken),
            Failures = await store.Failures.GetFailuresAsync(cancellationToken),
            Alerts = await store.Alerts.GetAlertsAsync(openOnly: false, MaxAlerts, cancellationToken),
            Sizes = await store.History.GetSizesAsync(DateOnly.MinValue, cancellationToken),
        };
        var since = data.HistoryFrom.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
        var first = data.Days.Count > 0 ? DateOnly.FromDateTime(data.Days[0].Date) : data.Today;
        var calendar = await store.Reference.GetCalendarAsync(first, data.Today, cancellationToken);
        return data with
        {
            Calendar = calendar,
            Exceptions = OpenDays(await store.Absences.GetAbsencesAsync(first, data.Today, cancellationToken), calendar),
            Names = (await store.Reference.GetStocksAsync(cancellationToken)).ToDictionary(s => s.Code, s => s.Name),
            Runs = await store.Runs.GetRunsSinceAsync(since, cancellationToken),
            Attempts = await store.History.GetAttemptsAsync(since, MaxAttempts, cancellationToken),
            Requests = await store.Services.GetRequestsAsync(endpoint, data.HistoryFrom, cancellationToken),
        };
    }

    // Day by day, as the strips of the page need them; who is accepted as absent is no gap.
    static List<DayException> OpenDays(IReadOnlyList<Absence> absences, IReadOnlyList<CalendarDay> calendar)
    {
        DateOnly[] days = [.. calendar.Where(d => d.IsTradingDay).Select(d => d.Date)];
        return [.. absences.Where(a => !a.IsAccepted).SelectMany(a => days.Where(a.Covers).Select(a.On))];
    }
}
