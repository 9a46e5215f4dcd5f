using System.Globalization;
using StockSync.Engine.Evidence;
using StockSync.Engine.Market;
using StockSync.Engine.Resources;
using StockSync.Engine.RunState;
using StockSync.Engine.Settling;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Runs;

/// <summary>
/// What a person accepts by name: the absence of a stock, all open absences of a day, a doubtful market day, a closure that is longer than
/// ever, a large change of the stock list. Days are put together anew from their records, under the lease of a run.
/// </summary>
sealed class IssueResolver(SyncSettings settings, ISyncStore store, BeijingClock clock)
{
    // Days a transaction.
    const int Chunk = 250;

    /// <summary>Accepts; see <see cref="ISyncEngine.ResolveIssuesAsync"/>.</summary>
    public async Task ResolveAsync(
        IReadOnlyList<DataIssue> issues, string note, ISyncObserver observer, bool hasTables, CancellationToken cancellationToken)
    {
        foreach (var issue in issues)
            Check(issue);
        if (!hasTables)
        {
            foreach (var issue in issues)
                await observer.ErrorAsync(Nothing(issue, SyncStrings.NothingToAcceptAdvice), cancellationToken);
            return;
        }
        // Nobody else may change the days between the look at them and the record of it.
        string id = RunId.Create(clock);
        using var living = ActiveRuns.Enter(id);
        var lease = await store.Lease.AcquireLeaseAsync(
            id, ProcessIdentity.Of(id), settings.LeaseExpiry, ProcessIdentity.IsDead, cancellationToken);
        try
        {
            await using var keeper = new LeaseHeartbeat(store.Lease, lease, settings, clock.Time, cancellationToken);
            foreach (var issue in issues)
            {
                try
                {
                    foreach (var day in await AcceptAsync(issue, note, lease, keeper.Token))
                        await observer.DayAsync(day, keeper.Token);
                }
                catch (StockSyncException e) when (e.ErrorId == ErrorIds.NothingToAccept)
                {
                    await observer.ErrorAsync(e, keeper.Token);
                }
            }
        }
        finally
        {
            await store.Lease.ReleaseLeaseAsync(lease, CancellationToken.None);
        }
    }

    void Check(DataIssue issue)
    {
        if (issue is not { From: { } from, To: { } to })
            return;
        DateRange.Check(from, "Date", clock.Today);
        DateRange.Check(to, "To", clock.Today);
        if (from > to)
        {
            throw new StockSyncException(
                ErrorIds.RangeReversed,
                ErrorKind.InvalidArgument,
                SyncStrings.FormatRangeReversed($"{from:yyyy-MM-dd}", $"{to:yyyy-MM-dd}"),
                SyncStrings.RangeReversedAdvice,
                issue);
        }
    }

    async Task<IReadOnlyList<SyncDay>> AcceptAsync(DataIssue issue, string note, Lease lease, CancellationToken cancellationToken)
    {
        var claims = (await store.Claims.GetClaimsAsync(cancellationToken)).Where(c => c.AcceptedAt is null && IsMeant(c, issue)).ToArray();
        foreach (var claim in claims)
            CheckSaidAgain(claim, issue);
        if (issue is not { From: { } from, To: { } to })
        {
            if (claims.Length == 0)
                throw Nothing(issue, SyncStrings.NothingToAcceptListAdvice);
            await AcceptAsync(claims, note, cancellationToken);
            return [];
        }
        var calendar = new TradingCalendar(await store.Reference.GetCalendarAsync(
            from.AddDays(-TradingCalendar.Around), TradingCalendar.Reach(to, TradingCalendar.Around), cancellationToken));
        var records = await store.Days.GetDaysAsync(from, to, cancellationToken);
        var book = new KnownAbsences(await store.Absences.GetAbsencesAsync(from, to, cancellationToken));
        // What is said of single stocks of a day that is in doubt as a whole is not known yet.
        var tallies = claims.Any(c => c.Kind is ClaimKind.MarketDay or ClaimKind.Calendar)
            ? []
            : await AbsencesAsync(issue, records, book, note, calendar, cancellationToken);
        if (claims.Length + tallies.Count == 0)
            throw Nothing(issue, await WhyAsync(issue, records, cancellationToken));
        await AcceptAsync(claims, note, cancellationToken);
        var doubted = claims.Where(c => c.Kind == ClaimKind.MarketDay).ToDictionary(c => c.Subject);
        tallies = [.. tallies, .. records.Where(r => doubted.ContainsKey(Day(r))).Select(r => Noted(r, doubted[Day(r)], book, note, calendar))];
        var settled = await SettleAsync(tallies, lease, cancellationToken);
        return [.. settled.Concat(Untouched(claims, records, settled, note)).OrderBy(d => d.Date)];
    }

    static bool IsMeant(Claim claim, DataIssue issue) => claim.Kind switch
    {
        ClaimKind.StockList => issue.IsStockList,
        ClaimKind.MarketDay => issue.Code is null && Overlaps(claim.Subject, claim.Subject, issue),
        // One that goes on has grown since it was first said.
        ClaimKind.Calendar => issue.Code is null && Overlaps(claim.Subject[..10], Later(claim.Subject[11..], claim.LastOn), issue),
        ClaimKind.Withdrawn => issue.Code is { } code && claim.Subject[11..] == code.ToString() && Overlaps(claim.Subject[..10], claim.Subject[..10], issue),
        _ => false,
    };

    static string Later(string day, DateOnly other) => string.CompareOrdinal(day, other.Text()) > 0 ? day : other.Text();

    // ISO days compare as text.
    static bool Overlaps(string from, string to, DataIssue issue) =>
        !issue.IsStockList
        && string.CompareOrdinal(from, issue.To?.Text()) <= 0 && string.CompareOrdinal(to, issue.From?.Text()) >= 0;

    // A market day that does not look like itself counts when a person names it and the service stays with it on another Beijing day: one that
    // was accepted on the day of its first answer might be gone an hour later.
    void CheckSaidAgain(Claim claim, DataIssue issue)
    {
        if (claim.Kind != ClaimKind.MarketDay || claim.Answers >= 2 || claim.LastOn < clock.Today)
            return;
        throw new StockSyncException(
            ErrorIds.NothingToAccept,
            ErrorKind.NotFound,
            SyncStrings.FormatAcceptTooEarly(claim.Subject),
            SyncStrings.FormatAcceptTooEarlyAdvice(claim.Subject),
            issue);
    }

    Task AcceptAsync(IReadOnlyList<Claim> claims, string note, CancellationToken cancellationToken) => claims.Count == 0
        ? Task.CompletedTask
        : store.Claims.PutClaimsAsync([.. claims.Select(c => c with { AcceptedAt = clock.UtcNow, Note = note })], cancellationToken);

    async Task<IReadOnlyList<DayTally>> AbsencesAsync(
        DataIssue issue,
        IReadOnlyList<SyncDay> records,
        KnownAbsences book,
        string note,
        TradingCalendar calendar,
        CancellationToken cancellationToken)
    {
        var tallies = new List<DayTally>();
        var newest = calendar.LatestDue(clock, settings.PublishTime);
        foreach (var record in records)
        {
            var day = DateOnly.FromDateTime(record.Date);
            var recorded = book.On(day);
            var meant = recorded.Where(e => IsMeant(e, issue)).ToArray();
            if (meant.Length == 0)
                continue;
            // A bar that was set aside may have an older good one, which counts as before.
            StockCode[] aside = [.. meant.Where(e => e.State == StockState.Quarantined).Select(e => e.Code)];
            var stored = aside.Length == 0 ? [] : await store.Bars.ReadKeysAsync(day, day, aside, cancellationToken)
                .Select(k => k.Code).ToHashSetAsync(cancellationToken: cancellationToken);
            int counted = meant.Count(e => e.State != StockState.NotListed && !stored.Contains(e.Code));
            DayException[] exceptions = [.. recorded.Except(meant), .. meant.Select(e => Accepted(e, note))];
            tallies.Add(DayReview.Tally(record, exceptions, record.Expected - counted, calendar, newest) with
            {
                Note = issue.Code is null ? note : null,
                Waiting = Waiting(exceptions, record.Expected),
            });
        }
        return tallies;
    }

    // Without a code what is open; with one also what was accepted without a person: from then on nobody asks for it again.
    static bool IsMeant(in DayException exception, DataIssue issue) => issue.Code is { } code
        ? exception.Code == code && exception is not { State: StockState.NotListed, Note: not null }
        : exception.State != StockState.NotListed;

    static DayException Accepted(in DayException exception, string note) => exception with
    {
        State = StockState.NotListed,
        // Of a bar that was set aside it stays known which rule it breaks.
        Reason = exception.State == StockState.Quarantined ? exception.Reason : AbsenceReason.NotListed,
        CheckOn = null,
        Note = note,
    };

    static int Waiting(DayException[] exceptions, int expected)
    {
        int open = exceptions.Count(e => e is { State: StockState.Late, Reason: AbsenceReason.Unconfirmed, Answers: > 0 });
        return open <= EvidenceLimits.Few(expected) ? open : 0;
    }

    // The day itself is stored by the run that gets the same answer again.
    DayTally Noted(SyncDay record, Claim doubt, KnownAbsences book, string note, TradingCalendar calendar) => DayReview.Tally(
        record, book.On(DateOnly.FromDateTime(record.Date)), record.Expected, calendar, calendar.LatestDue(clock, settings.PublishTime)) with
    {
        Note = note,
        Reason = $"{doubt.Detail}: accepted, stored when it is answered again",
    };

    // Days of which the record does not change, or that have none.
    static IEnumerable<SyncDay> Untouched(IEnumerable<Claim> claims, IReadOnlyList<SyncDay> records, IReadOnlyList<SyncDay> settled, string note)
    {
        foreach (var claim in claims.Where(c => !settled.Any(d => Day(d) == c.Subject[..10])).DistinctBy(c => c.Subject[..10]))
        {
            yield return records.FirstOrDefault(r => Day(r) == claim.Subject[..10]) ?? new SyncDay
            {
                Date = DateTime.ParseExact(claim.Subject[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture),
                Status = SyncDayStatus.Pending,
                Reason = $"{claim.Detail}: accepted, taken by the next run",
                Note = note,
            };
        }
    }

    static string Day(SyncDay record) => DateOnly.FromDateTime(record.Date).Text();

    async Task<IReadOnlyList<SyncDay>> SettleAsync(
        IReadOnlyList<DayTally> tallies, Lease lease, CancellationToken cancellationToken)
    {
        var days = new List<SyncDay>();
        bool isChosen = tallies.Count > 0 && (await store.Claims.GetCopyAsync(cancellationToken)).IsChosen;
        foreach (var chunk in tallies.Chunk(Chunk))
        {
            var commit = new StoreCommit { Now = clock.UtcNow, Lease = lease, Days = [.. chunk.Select(d => d with { MayBeEmpty = isChosen })] };
            days.AddRange((await store.Bars.CommitAsync(commit, cancellationToken)).Days);
        }
        return days;
    }

    // What to do instead depends on why there is nothing.
    async Task<string> WhyAsync(DataIssue issue, IReadOnlyList<SyncDay> records, CancellationToken cancellationToken)
    {
        if (records.Count == 0)
            return Untried(issue);
        var failures = await store.Failures.GetFailuresAsync(cancellationToken);
        bool hasFailed = failures.Any(f => (issue.Code is null || f.Code == issue.Code.ToString() || f.Code == FailedStock.WholeMarket)
            && DateOnly.FromDateTime(f.From) <= issue.To && DateOnly.FromDateTime(f.To) >= issue.From);
        return hasFailed ? SyncStrings.NothingToAcceptFailedAdvice
            : issue.Code is null && records.Any(r => r.Missing > 0) ? Untried(issue)
            : SyncStrings.NothingToAcceptAdvice;
    }

    static string Untried(DataIssue issue) => SyncStrings.FormatNothingToAcceptUntriedAdvice($"{issue.From:yyyy-MM-dd}");

    static StockSyncException Nothing(DataIssue issue, string advice) => new(
        ErrorIds.NothingToAccept,
        ErrorKind.NotFound,
        SyncStrings.FormatNothingToAccept(issue.IsStockList ? SyncStrings.TheStockList : issue.ToString()),
        advice,
        issue);
}
