using StockSync.Engine.Resources;

namespace StockSync.Engine.Market;

/// <summary>The calendar days a request is about, checked before anything is opened.</summary>
readonly record struct DateRange(DateOnly From, DateOnly To)
{
    /// <summary>Days that <c>-Days</c> means by default: a year.</summary>
    public const int DefaultDays = 365;

    /// <summary>Reads and checks the dates of a request; for a retry, of what is open.</summary>
    public static DateRange Of(SyncRequest request, BeijingClock clock, SyncSettings settings, IEnumerable<RetryTarget> targets)
    {
        var today = clock.Today;
        switch (request.Kind)
        {
            case SyncKind.Day when request.Dates.Count > 0:
                foreach (var date in request.Dates)
                    Check(date, "Date", today);
                return new DateRange(request.Dates.Min(), request.Dates.Max());
            case SyncKind.Day:
                // Far enough back for the longest holiday and the look-back before it.
                return new DateRange(Floor(today.AddDays(-30 - (2 * settings.LookBackDays))), today);
            case SyncKind.Retry:
                var days = targets.SelectMany(t => new[] { t.From, t.To }).OfType<DateOnly>().ToList();
                foreach (var date in days)
                    Check(date, "From/To", today);
                return days.Count == 0 ? new DateRange(today, today) : new DateRange(days.Min(), days.Max());
            default:
                var to = request.To ?? today;
                Check(to, "To", today);
                if (request.Days is <= 0)
                    throw Invalid("Days", request.Days.Value.ToString(System.Globalization.CultureInfo.InvariantCulture), SyncStrings.DaysPositive);
                var from = request.From ?? Floor(to.AddDays(1 - (request.Days ?? DefaultDays)));
                Check(from, "From", today);
                if (from > to)
                    throw new StockSyncException(
                        ErrorIds.RangeReversed,
                        ErrorKind.InvalidArgument,
                        SyncStrings.FormatRangeReversed($"{from:yyyy-MM-dd}", $"{to:yyyy-MM-dd}"),
                        SyncStrings.RangeReversedAdvice,
                        from.ToDateTime(TimeOnly.MinValue));
                return new DateRange(from, to);
        }
    }

    /// <summary>Throws for a date before the first trading day of the exchanges or after today in Beijing.</summary>
    public static void Check(DateOnly date, string parameter, DateOnly today)
    {
        if (date < TradingCalendar.First)
            throw Invalid(parameter, $"{date:yyyy-MM-dd}", SyncStrings.FormatDateTooEarly($"{TradingCalendar.First:yyyy-MM-dd}"), date);
        if (date > today)
            throw Invalid(parameter, $"{date:yyyy-MM-dd}", SyncStrings.FormatDateInFuture($"{today:yyyy-MM-dd}"), date);
    }

    static DateOnly Floor(DateOnly day) => day < TradingCalendar.First ? TradingCalendar.First : day;

    static StockSyncException Invalid(string parameter, string value, string why, DateOnly? date = null) => new(
        ErrorIds.DateOutOfRange,
        ErrorKind.InvalidArgument,
        SyncStrings.FormatDateOutOfRange(parameter, value, why),
        SyncStrings.DateOutOfRangeAdvice,
        date is { } d ? d.ToDateTime(TimeOnly.MinValue) : value);
}
