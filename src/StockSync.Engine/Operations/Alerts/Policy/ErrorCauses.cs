using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Operations.Alerts.Policy;

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
