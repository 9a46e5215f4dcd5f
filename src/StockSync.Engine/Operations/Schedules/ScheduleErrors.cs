using StockSync.Engine.Resources;

namespace StockSync.Engine.Operations.Schedules;

/// <summary>The three ways in which a schedule can go wrong, each with what to do about it.</summary>
static class ScheduleErrors
{
    /// <summary>What was asked for cannot be.</summary>
    public static StockSyncException Invalid(string target, string text, string advice, params object?[] values) => new(
        ErrorIds.ScheduleInvalid,
        ErrorKind.InvalidArgument,
        ScheduleStrings.ResourceManager.Text(text, [target, .. values]),
        ScheduleStrings.ResourceManager.Text(advice),
        target);

    /// <summary>There is no such scheduler.</summary>
    public static StockSyncException Missing(string target, string why) => new(
        ErrorIds.SchedulerMissing, ErrorKind.NotFound, why, ScheduleStrings.AdviceMissing, target);

    /// <summary>The scheduler refused, or what stands there must not be touched.</summary>
    public static StockSyncException Failed(string target, string message, string advice, Exception? inner = null) => new(
        ErrorIds.ScheduleFailed, ErrorKind.Write, message, advice, target, inner: inner);
}
