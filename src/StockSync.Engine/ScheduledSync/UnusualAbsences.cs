using StockSync.Engine.Evidence;
using StockSync.Engine.Operations.Alerts;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.ScheduledSync;

/// <summary>
/// What an attempt has accepted because the service said it on three Beijing days, although it is unusual: more absent stocks than on any recorded day,
/// a closure longer than any. Somebody should know.
/// </summary>
static class UnusualAbsences
{
    /// <summary>Finds it, from what is recorded.</summary>
    /// <param name="store">The store.</param>
    /// <param name="made">The attempt.</param>
    /// <param name="days">The days that it settled.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    public static async Task<IReadOnlyList<AcceptedEvidence>> FindAsync(
        ISyncStore store, ScheduledAttempt made, IReadOnlyList<SyncDay> days, CancellationToken cancellationToken)
    {
        var today = Beijing.Day(made.StartedAt);
        var found = (await store.Claims.GetClaimsAsync(cancellationToken))
            .Where(c => c is { Kind: ClaimKind.Calendar, AcceptedAt: null, Answers: >= 3 } && c.LastOn == today)
            .Select(c => new AcceptedEvidence(c.Subject, 0)).ToList();
        // A day that was complete before was told of then.
        var settled = days.Where(d => d.Status == SyncDayStatus.Completed && d.SettledAt >= made.StartedAt).Select(d => DateOnly.FromDateTime(d.Date)).ToArray();
        if (settled.Length == 0)
            return found;
        var absences = (await store.Absences.GetAbsencesAsync(settled.Min(), settled.Max(), cancellationToken))
            .Where(a => a is { IsAccepted: true, Note: null, Answers: >= 3 } && a.LastOn == today).ToArray();
        foreach (var day in days.Where(d => settled.Contains(DateOnly.FromDateTime(d.Date))))
        {
            int absent = absences.Count(a => a.Covers(DateOnly.FromDateTime(day.Date)));
            if (absent > EvidenceLimits.Few(day.Expected + absent))
                found.Add(new AcceptedEvidence($"{day.Date:yyyy-MM-dd}", absent));
        }
        return found;
    }
}
