namespace StockSync.Binding;

/// <summary>From the surface's <see cref="DateTime"/> to the engine's <see cref="DateOnly"/>.</summary>
static class TradeDates
{
    public static DateOnly ToDate(this DateTime date) => DateOnly.FromDateTime(date);

    public static DateOnly? ToDate(this DateTime? date) => date is { } value ? DateOnly.FromDateTime(value) : null;
}
