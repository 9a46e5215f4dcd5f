using System.Globalization;
using StockSync.Engine.Sources.Contract;

namespace StockSync.Engine.Operations.Schedules;

/// <summary>
/// When attempts are due. Each trading day has all of them: those whose time lies after the publication of its bars on the day itself, the
/// others on the next morning. So nothing is ever due because of a closed day, and "cancelled" is always meant for one day.
/// </summary>
sealed class AttemptCalendar
{
    // The longest holiday of the exchanges so far was 16 days (spring festival of 2020 with its extension and weekends).
    const int Reach = 40;


    readonly IReadOnlyList<TimeOnly> _times;
    readonly TimeOnly _publishTime;
    readonly Func<DateOnly, bool?> _isTradingDay;

    /// <param name="times">Beijing times of a day's attempts, in order.</param>
    /// <param name="publishTime">When the day's bars are out.</param>
    /// <param name="isTradingDay">What is known of a day; null where nothing is. Weekends are never asked for.</param>
    public AttemptCalendar(IReadOnlyList<TimeOnly> times, TimeOnly publishTime, Func<DateOnly, bool?> isTradingDay)
    {
        _times = times;
        _publishTime = publishTime;
        _isTradingDay = isTradingDay;
    }

    /// <summary>Attempts that a day has.</summary>
    public int AttemptsOfDay => _times.Count;

    /// <summary>Out of a stored calendar: a planned day counts as planned, an unknown weekday as a trading day, for only the service can tell.</summary>
    public static AttemptCalendar Of(SyncSettings settings, IReadOnlyList<CalendarDay> known)
    {
        var days = known.ToDictionary(d => d.Date, d => d.IsTradingDay);
        return new AttemptCalendar(
            settings.ScheduleTimes, settings.PublishTime, day => days.TryGetValue(day, out bool isOpen) ? isOpen : null);
    }

    /// <summary>The first day that is looked at for an instant (UTC).</summary>
    public static DateOnly FirstDay(DateTime now) => Beijing.Day(now).AddDays(-Reach);

    /// <summary>The last day that is looked at for an instant (UTC).</summary>
    public static DateOnly LastDay(DateTime now) => Beijing.Day(now).AddDays(Reach);

    /// <summary>The newest attempt due at or before an instant (UTC), or null.</summary>
    public AttemptSlot? Latest(DateTime now)
    {
        AttemptSlot? latest = null;
        for (var day = LastDay(now).AddDays(-Reach); day >= FirstDay(now) && latest is null; day = day.AddDays(-1))
        {
            foreach (var slot in Of(day))
            {
                if (slot.DueAt <= now)
                    latest = slot;
            }
        }
        return latest;
    }

    /// <summary>The first attempt due after an instant (UTC), or null where none is within reach.</summary>
    public AttemptSlot? Next(DateTime now)
    {
        for (var day = LastDay(now).AddDays(-Reach - 1); day <= LastDay(now); day = day.AddDays(1))
        {
            foreach (var slot in Of(day))
            {
                if (slot.DueAt > now)
                    return slot;
            }
        }
        return null;
    }

    /// <summary>The attempts due after one instant and before another (UTC), no further back than is looked at.</summary>
    public IReadOnlyList<AttemptSlot> Between(DateTime after, DateTime before)
    {
        var slots = new List<AttemptSlot>();
        for (var day = FirstDay(before); day <= LastDay(before).AddDays(-Reach); day = day.AddDays(1))
            slots.AddRange(Of(day).Where(s => s.DueAt > after && s.DueAt < before));
        return slots;
    }

    IEnumerable<AttemptSlot> Of(DateOnly day)
    {
        if (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday || _isTradingDay(day) == false)
            yield break;
        for (int i = 0; i < _times.Count; i++)
        {
            var date = _times[i] >= _publishTime ? day : day.AddDays(1);
            yield return new AttemptSlot(day, i + 1, _times[i], Beijing.Instant(date, _times[i]));
        }
    }
}

/// <summary>One of the attempts that a trading day has.</summary>
/// <param name="Day">The trading day.</param>
/// <param name="Number">Its place among the day's attempts, 1 for the first.</param>
/// <param name="Time">Beijing time.</param>
/// <param name="DueAt">The instant, UTC.</param>
readonly record struct AttemptSlot(DateOnly Day, int Number, TimeOnly Time, DateTime DueAt);

/// <summary>Times of a day in Beijing, as they stand in texts: <c>20:00, 22:00, 08:00</c>.</summary>
static class BeijingTimes
{
    public static string Format(IEnumerable<TimeOnly> times) => string.Join(", ", times.Select(Format));

    public static string Format(TimeOnly time) => time.ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>The same instant on a clock of another offset.</summary>
    public static TimeOnly At(this TimeOnly beijing, TimeSpan offset) => beijing.Add(offset - Beijing.Offset);
}
