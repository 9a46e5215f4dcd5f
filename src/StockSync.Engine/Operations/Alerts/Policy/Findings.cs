using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Operations.Alerts.Policy;

/// <summary>From facts to what is wrong, and to what is over.</summary>
sealed class Findings(AlertFacts facts, string host)
{
    readonly string? _errorId = ErrorCauses.ErrorId(facts);

    // While the database cannot be used nothing else is known, and what is raised is kept beside it.
    public IReadOnlyList<Finding> All() => [.. ErrorCauses.IsStore(_errorId) ? OfDatabase() : OfSync()];

    /// <summary>True where what the alert was raised for is known to be over. Not to know is not enough.</summary>
    public bool IsOver(SyncAlert alert) => alert.Rule switch
    {
        _ when ErrorCauses.IsStore(_errorId) => false,
        AlertRule.StoreUnusable => alert.Scope == facts.Target,
        AlertRule.Misconfigured => facts.Attempt is { Outcome: not (AttemptOutcome.Misconfigured or AttemptOutcome.Running) } && alert.Scope == facts.Profile,
        AlertRule.DayIncomplete => ErrorCauses.IsComplete(facts, alert.Scope),
        AlertRule.EvidenceAccepted => facts.Attempt is not null && !facts.Accepted.Any(a => a.Scope == alert.Scope),
        AlertRule.SourceBanned => alert.Scope == facts.Endpoint && ErrorCauses.HasServiceAnswered(facts),

        // Whoever makes an attempt proves that attempts are made; who starts a run by hand does not.
        AlertRule.RunMissing => facts.Attempt is not null || (facts.IsScheduleChecked && facts.Missed == 0),
        _ => false,
    };

    IEnumerable<Finding> OfDatabase()
    {
        // Whoever works by hand sees the error himself.
        if (facts.Attempt is not { } attempt)
            yield break;
        var severity = ErrorCauses.IsLasting(_errorId) ? AlertSeverity.Critical : Escalation.Of(attempt.Number, facts.AttemptsOfDay);
        yield return new Finding(AlertRule.StoreUnusable, facts.Target, severity);
    }

    IEnumerable<Finding> OfSync()
    {
        bool isBanned = ErrorCauses.IsBan(_errorId);
        bool isMisconfigured = facts.Attempt?.Outcome == AttemptOutcome.Misconfigured;
        if (isBanned)
            yield return new Finding(AlertRule.SourceBanned, facts.Endpoint, AlertSeverity.Critical);
        if (isMisconfigured)
            yield return new Finding(AlertRule.Misconfigured, facts.Profile, AlertSeverity.Critical);
        if (facts.Missed > 0)
            yield return Missing();
        if (facts.Attempt is not { Number: > 0, Outcome: not (AttemptOutcome.NothingDue or AttemptOutcome.Running) } attempt)
            yield break;

        bool isMuted = isBanned || isMisconfigured;
        var severity = Escalation.Of(attempt.Number, facts.AttemptsOfDay);
        foreach (var day in facts.Days.Select(d => d.Date).Append(attempt.Date ?? default).Where(d => d != default).Distinct().Order())
        {
            string scope = ErrorCauses.DayScope(day);
            if (ErrorCauses.IsComplete(facts, scope))
                continue;
            bool isWaiting = ErrorCauses.IsWaiting(facts, scope);
            yield return new Finding(AlertRule.DayIncomplete, scope, isWaiting ? AlertSeverity.Info : severity)
            {
                IsMuted = isMuted,
                IsWaiting = isWaiting,
            };
        }
        foreach (var accepted in facts.Accepted)
            yield return new Finding(AlertRule.EvidenceAccepted, accepted.Scope, AlertSeverity.Warning);
    }

    Finding Missing()
    {
        // Seen by the next attempt, one that is missing is like a first one that failed: there was another. Seen by somebody who looks, it is not
        // over, and what should speak up may be dead.
        bool isPast = facts.Attempt is not null;
        var severity = (isPast, facts.Missed) switch
        {
            (true, 1) => AlertSeverity.Info,
            (false, > 1) => AlertSeverity.Critical,
            _ => AlertSeverity.Warning,
        };
        return new Finding(AlertRule.RunMissing, facts.Attempt?.Host ?? facts.Host ?? host, severity) { IsPast = isPast };
    }
}

/// <summary>Something that is wrong now.</summary>
/// <param name="Rule">Which rule it breaks.</param>
/// <param name="Scope">Where.</param>
/// <param name="Severity">How much it matters, by itself.</param>
sealed record Finding(AlertRule Rule, string Scope, AlertSeverity Severity)
{
    /// <summary>True where another alert names the cause: the reader is not told twice.</summary>
    public bool IsMuted { get; init; }

    /// <summary>True where nobody can do anything but wait for the service's second answer: never more than information.</summary>
    public bool IsWaiting { get; init; }

    /// <summary>True where it is over already and yet worth telling: attempts that were missed before the one that speaks.</summary>
    public bool IsPast { get; init; }
}

/// <summary>The first attempt of a day fails in silence, the last one is critical, those between are warnings.</summary>
static class Escalation
{
    public static AlertSeverity Of(int number, int attemptsOfDay) =>
        number <= 0 ? AlertSeverity.Info
        : number >= attemptsOfDay ? AlertSeverity.Critical
        : number == 1 ? AlertSeverity.Info
        : AlertSeverity.Warning;
}

/// <summary>What an error means for alerts.</summary>
static class ErrorCauses
{
    /// <summary>The id of what ended the run or the attempt; null for nothing.</summary>
    public static string? ErrorId(AlertFacts facts) => facts.Error?.ErrorId ?? facts.Attempt?.ErrorId;

    public static bool IsBan(string? errorId) => errorId == ErrorIds.SourceBanned;

    /// <summary>The database cannot be used.</summary>
    public static bool IsStore(string? errorId) => StoreFailure.Is(errorId) || errorId == ErrorIds.DatabaseInvalid;

    /// <summary>The database cannot be used until somebody does something about it: no later attempt will succeed by itself.</summary>
    public static bool IsLasting(string? errorId) => StoreFailure.IsLasting(errorId) || errorId == ErrorIds.DatabaseInvalid;

    /// <summary>At least one request was answered well.</summary>
    public static bool HasServiceAnswered(AlertFacts facts) =>
        !IsBan(ErrorId(facts)) && facts.Run is { BytesIn: > 0 } run && run.Requests > run.SourceErrors;

    /// <summary>Nothing of the day is missing, or the market was closed.</summary>
    public static bool IsComplete(AlertFacts facts, string scope)
    {
        if (facts.Attempt is { Date: { } date, Outcome: AttemptOutcome.Completed or AttemptOutcome.AlreadyComplete } && DayScope(date) == scope)
            return true;
        return facts.Days.Any(d => DayScope(d.Date) == scope && d.Status is SyncDayStatus.Completed or SyncDayStatus.Skipped);
    }

    /// <summary>Of the day nothing but a second answer is missing.</summary>
    public static bool IsWaiting(AlertFacts facts, string scope) => facts.Days.FirstOrDefault(d => DayScope(d.Date) == scope) is { IsWaiting: true };

    public static string DayScope(DateTime day) => Wording.BeijingText.Day(day);
}
