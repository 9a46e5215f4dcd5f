namespace StockSync.Binding;

/// <summary>From the surface's <see cref="DateTime"/> to the engine's <see cref="DateOnly"/>.</summary>
static class TradeDates
{
    // No summer time since 1991, so the fixed offset holds wherever the host's zone data is missing.
    static readonly TimeSpan s_beijing = TimeSpan.FromHours(8);

    public static DateOnly ToDate(this DateTime date) => DateOnly.FromDateTime(date);

    public static DateOnly? ToDate(this DateTime? date) => date is { } value ? DateOnly.FromDateTime(value) : null;

    /// <summary>The day it is in Beijing, whatever the host's zone.</summary>
    public static DateOnly Today(TimeProvider time) => DateOnly.FromDateTime(time.GetUtcNow().ToOffset(s_beijing).DateTime);
}
