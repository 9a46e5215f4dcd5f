using StockSync.Engine.Evidence;
using StockSync.Engine.Market;
using StockSync.Engine.Settling;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Operations.Health;

/// <summary>What the copy rests on: who is excused, what waits for a second answer, what a person has accepted.</summary>
static class EvidenceHealthReader
{
    public static EvidenceHealth? Of(HealthFacts facts, ReasonList reasons)
    {
        if (facts is not { Days: { } days, Absences: { } absences, Claims: { } claims })
            return null;
        var completed = days.Where(d => d.Status == SyncDayStatus.Completed).ToArray();
        var once = completed.Where(d => d.Answers == 1).ToArray();
        var open = absences.Where(a => a.State == StockState.Late).ToArray();
        var excused = Excused(days, absences);
        var waiting = Waiting(claims, open);
        var accepted = Accepted(days, absences, claims);
        var doubted = Doubted(days, open);
        ReportDoubts(claims, reasons);
        ReportThinDays(facts, doubted, open, reasons);
        return new EvidenceHealth
        {
            Excused = excused.Count,
            ExcusedStocks = [.. excused.Take(HealthLimits.EvidenceItems)],
            OneAnswerDays = once.Length,
            NewestOneAnswerDay = once.LastOrDefault()?.Date,
            UnknownDays = completed.Count(d => d.Answers == 0),
            Waiting = waiting.Count,
            WaitingFor = [.. waiting.Take(HealthLimits.EvidenceItems)],
            Doubted = doubted.Count,
            DoubtedStocks = open.Select(a => a.Code).Distinct().Count(),
            Accepted = accepted.Count,
            AcceptedItems = [.. accepted.Take(HealthLimits.EvidenceItems)],
            NeverReRead = completed.Length,
            QuarantinedStocks = absences.Where(a => a.State == StockState.Quarantined).Select(a => a.Code).Distinct().Count(),
        };
    }

    static List<FailedStock> Excused(IReadOnlyList<SyncDay> days, IReadOnlyList<Absence> absences) => days is [.., var newest]
        ? [.. FailedStocks.Of([], [.. absences.Where(a => a.IsAccepted && a.Covers(newest.Day()))]).OrderBy(f => f.From).ThenBy(f => f.Code, StringComparer.Ordinal)]
        : [];

    // What is asked for again by itself, or by a person, before it counts.
    static List<EvidenceItem> Waiting(IReadOnlyList<Claim> claims, IReadOnlyList<Absence> open) =>
    [
        .. claims.Where(c => c.AcceptedAt is null && !IsSettled(c)).Select(Item)
            .Concat(open.Where(a => a is { Answers: > 0, Reason: AbsenceReason.Unconfirmed }).Select(Item))
            .OrderBy(i => i.Since).ThenBy(i => i.Subject, StringComparer.Ordinal),
    ];

    // A closure that was said on three days is taken, and its record only keeps that from being asked again.
    static bool IsSettled(Claim claim) => claim.Kind == ClaimKind.Calendar && claim.Answers >= 3;

    static List<EvidenceItem> Accepted(IReadOnlyList<SyncDay> days, IReadOnlyList<Absence> absences, IReadOnlyList<Claim> claims) =>
    [
        .. claims.Where(c => c.AcceptedAt is not null).OrderByDescending(c => c.AcceptedAt).Select(Item)
            .Concat(days.Where(d => d.Note is not null && !claims.Any(c => c.AcceptedAt is not null && c.Kind == ClaimKind.MarketDay && c.Subject == d.Day().Text()))
                .OrderByDescending(d => d.Date)
                .Select(d => new EvidenceItem { Kind = "Day", Subject = d.Day().Text(), Note = d.Note, Detail = d.Reason }))
            .Concat(absences.Where(a => a.Note is not null).OrderByDescending(a => a.To).ThenBy(a => a.Code).Select(Item)),
    ];

    static EvidenceItem Item(Claim claim) => new()
    {
        Kind = claim.Kind.ToString(),
        Subject = claim.Subject,
        Since = claim.FirstOn.ToDateTime(TimeOnly.MinValue),
        Answers = claim.Answers,
        Detail = claim.Detail,
        Note = claim.Note,
    };

    static EvidenceItem Item(Absence absence) => new()
    {
        Kind = "Absence",
        Subject = absence.From == absence.To ? $"{absence.Code} {absence.From.Text()}" : $"{absence.Code} {absence.From.Text()}..{absence.To.Text()}",
        Since = absence.FirstOn.ToDateTime(TimeOnly.MinValue),
        Answers = absence.Answers,
        Note = absence.Note,
    };

    static List<SyncDay> Doubted(IReadOnlyList<SyncDay> days, IReadOnlyList<Absence> open) =>
        [.. days.Where(d => d is { Status: not (SyncDayStatus.Completed or SyncDayStatus.Skipped), Late: > 0 } && open.Any(a => a.Covers(d.Day())))];

    // Said twice it waits for nobody but a person.
    static void ReportDoubts(IReadOnlyList<Claim> claims, ReasonList reasons)
    {
        var twice = claims.Where(c => c is { Kind: ClaimKind.MarketDay, AcceptedAt: null, Answers: >= 2 }).OrderBy(c => c.Subject, StringComparer.Ordinal).ToArray();
        if (twice.Length > 0)
            reasons.Add(ReasonCode.DayDoubted, HealthStatus.Warning, twice.Length, twice[^1].Subject, twice[^1].Detail);
    }

    // More stocks are absent than any number of answers will excuse.
    static void ReportThinDays(HealthFacts facts, IReadOnlyList<SyncDay> doubted, IReadOnlyList<Absence> open, ReasonList reasons)
    {
        if (facts.Calendar is not { } calendar)
            return;
        var thin = doubted.Where(d => !DayFreshness.IsFresh(d.Day(), calendar, facts.Clock) && IsThin(d, open)).ToArray();
        if (thin.Length > 0)
            reasons.Add(ReasonCode.ThinDays, HealthStatus.Warning, thin.Length, thin[0].Day().Text(), thin[^1].Day().Text());
    }

    static bool IsThin(SyncDay day, IReadOnlyList<Absence> open)
    {
        int absent = open.Count(a => a is { Answers: >= 2, Reason: AbsenceReason.Unconfirmed } && a.Covers(day.Day()));
        return absent > EvidenceLimits.Some(day.Expected);
    }
}
