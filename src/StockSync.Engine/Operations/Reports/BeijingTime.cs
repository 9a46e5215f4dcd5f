namespace StockSync.Engine.Operations.Reports;

/// <summary>The exchanges' wall clock; no summer time since 1991, so no zone data are needed.</summary>
static class BeijingTime
{
    public static DateTime Of(DateTime utc) => utc.AddHours(8);

    public static DateOnly DayOf(DateTime utc) => DateOnly.FromDateTime(Of(utc));
}
