using StockSync.Engine.Market;
using StockSync.Engine.Stores.Contract;
using Xunit;

namespace StockSync.Tests.Evidence;

public class AbsenceIntervalsTests
{
    static readonly StockCode s_code = new(600000);

    static readonly string[] s_holidays = ["2026-10-01", "2026-10-02", "2026-10-05", "2026-10-06", "2026-10-07"];

    static readonly TradingCalendar s_calendar = Trading.Calendar("2026-09-01", "2026-10-30", s_holidays);

    static readonly DateOnly[] s_days = s_calendar.Between(s_calendar.From, s_calendar.To).ToArray();

    /// <summary>
    /// Days are settled at random: absent in one of a few ways, or with a row. The intervals always say of each trading day what was settled
    /// last, and there are as few of them as can be.
    /// </summary>
    [Fact]
    public void The_intervals_always_equal_the_day_by_day_truth_and_neighbours_are_one()
    {
        for (int seed = 0; seed < 500; seed++)
        {
            var random = new Random(seed);
            var truth = new Dictionary<DateOnly, DayException>();
            var intervals = new List<Absence>();
            for (int round = 0; round < 12; round++)
            {
                var settled = Choose(random);
                var found = settled.Where(_ => random.Next(3) > 0).ToDictionary(d => d, d => Way(random.Next(6), d));
                foreach (var day in settled)
                {
                    truth.Remove(day);
                    if (found.TryGetValue(day, out var exception))
                        truth[day] = exception;
                }
                intervals = AbsenceIntervals.Replace(
                    intervals, [.. settled.Select(d => new SettledDay(d, s_calendar.Before(d), s_calendar.After(d)))], found);
                Check(intervals, truth, $"seed {seed}, round {round}");
            }
        }
    }

    static void Check(List<Absence> intervals, Dictionary<DateOnly, DayException> truth, string at)
    {
        foreach (var day in s_days)
        {
            var covering = intervals.Where(i => i.Covers(day)).ToArray();
            Assert.True(covering.Length == (truth.ContainsKey(day) ? 1 : 0), $"{at}: {day:yyyy-MM-dd} is held {covering.Length} times");
            if (covering.Length > 0)
                Assert.True(Words(covering[0].On(day)) == Words(truth[day]), $"{at}: {covering[0].On(day)} instead of {truth[day]}");
        }
        foreach (var interval in intervals)
            Assert.True(s_calendar.IsTradingDay(interval.From) && s_calendar.IsTradingDay(interval.To) && interval.From <= interval.To, $"{at}: {interval}");
        for (int i = 1; i < intervals.Count; i++)
        {
            Assert.True(intervals[i - 1].To < intervals[i].From, $"{at}: {intervals[i]} is out of order");
            bool areNeighbours = s_calendar.After(intervals[i - 1].To) == intervals[i].From;
            Assert.False(
                areNeighbours && Words(intervals[i - 1].On(default)) == Words(intervals[i].On(default)), $"{at}: {intervals[i - 1]} and {intervals[i]} are one");
        }
    }

    // Of accepted ones it says nothing when each part was found.
    static string Words(DayException e) => e.State == StockState.NotListed
        ? $"{e.State} {e.Reason} {e.Note}"
        : $"{e.State} {e.Reason} {e.Note} {e.Answers} {e.FirstOn} {e.LastOn}";

    // Some days in a row, single ones, or both.
    static DateOnly[] Choose(Random random)
    {
        int from = random.Next(s_days.Length);
        int to = Math.Min(s_days.Length, from + random.Next(1, 12));
        return random.Next(3) switch
        {
            0 => s_days[from..to],
            1 => [s_days[from]],
            _ => [.. s_days.Where((_, i) => from <= i && i < to || random.Next(5) == 0)],
        };
    }

    static DayException Way(int way, DateOnly day) => way switch
    {
        0 or 1 => new(day, s_code, StockState.Late, "Unconfirmed", 1, new(2026, 11, 2), new(2026, 11, 2)),
        2 => new(day, s_code, StockState.Late, "Unconfirmed", 2, new(2026, 11, 2), new(2026, 11, 3)),
        3 => new(day, s_code, StockState.Quarantined, "LowAboveHigh", 1, new(2026, 11, 2), new(2026, 11, 2)),
        4 => new(day, s_code, StockState.NotListed, "NotListed", day.Day % 3, new(2026, 11, 2), new DateOnly(2026, 11, 3).AddDays(day.Day % 5)),
        _ => new(day, s_code, StockState.NotListed, "NotListed", 1, new(2026, 11, 2), new(2026, 11, 2), Note: "known"),
    };

    [Theory]
    [InlineData("2026-09-10", "2026-09-11")]
    [InlineData("2026-09-11", "2026-09-14")] // over a weekend
    [InlineData("2026-09-30", "2026-10-08")] // over a week of holidays
    public void Equal_neighbours_are_one_absence_whichever_is_settled_first(string left, string right)
    {
        foreach (var (first, second) in ((string, string)[])[(left, right), (right, left)])
        {
            var one = Settle([], Late(first));
            Assert.Equal((Trading.Day(left), Trading.Day(right)), Span(Assert.Single(Settle(one, Late(second)))));
        }
        Assert.Equal((Trading.Day(left), Trading.Day(right)), Span(Assert.Single(Settle([], Late(left), Late(right)))));
    }

    [Fact]
    public void A_day_between_two_equal_absences_makes_them_one() =>
        Assert.Equal(
            (new DateOnly(2026, 9, 29), new DateOnly(2026, 10, 9)),
            Span(Assert.Single(Settle(Settle([], Late("2026-09-29"), Late("2026-10-08"), Late("2026-10-09")), Late("2026-09-30")))));

    [Fact]
    public void A_trading_day_between_keeps_two_absences_apart() =>
        Assert.Equal(2, Settle(Settle([], Late("2026-09-29")), Late("2026-10-08")).Count);

    [Fact]
    public void Open_absences_of_different_answers_stay_apart()
    {
        var one = Late("2026-09-10");
        DayException[] others =
        [
            one with { Answers = 2 }, one with { FirstOn = new(2026, 11, 1) }, one with { LastOn = new(2026, 11, 3) }, one with { Reason = "BarLate" },
            one with { State = StockState.Quarantined }, one with { Note = "seen" }, one with { State = StockState.NotListed },
        ];
        foreach (var other in others)
            Assert.Equal(2, Settle(Settle([], one), other with { Date = new(2026, 9, 11) }).Count);
        // What does not tell one answer from another keeps none apart.
        Assert.Single(Settle(Settle([], one), one with { Date = new(2026, 9, 11), ListDay = new(2026, 9, 11) }));
    }

    [Fact]
    public void Accepted_neighbours_are_one_with_the_longest_story_of_both()
    {
        var left = Late("2026-09-10") with
        {
            State = StockState.NotListed, Answers = 2, FirstOn = new(2026, 10, 3), LastOn = new(2026, 10, 20), ListDay = new(2026, 9, 10), CheckOn = new(2026, 12, 1),
        };
        var right = left with
        {
            Date = new(2026, 9, 11), Answers = 3, FirstOn = new(2026, 10, 2), LastOn = new(2026, 10, 21), ListDay = new(2026, 9, 11), CheckOn = new(2026, 12, 2),
        };
        var both = Absence.Of(left) with { To = right.Date, Answers = 3, FirstOn = right.FirstOn, LastOn = right.LastOn };
        Assert.Equal(both, Assert.Single(Settle(Settle([], left), right)));
        Assert.Equal(both, Assert.Single(Settle(Settle([], left with { FirstOn = right.FirstOn, LastOn = right.LastOn, Answers = 3 }), right with { FirstOn = left.FirstOn, LastOn = left.LastOn, Answers = 2 })));
        Assert.Equal(both with { ListDay = right.ListDay }, Assert.Single(Settle(Settle([], left with { ListDay = null }), right)));
        Assert.Equal(both with { CheckOn = right.CheckOn }, Assert.Single(Settle(Settle([], left with { CheckOn = null }), right)));
        Assert.Equal(2, Settle(Settle([], left), right with { Note = "known" }).Count);
        Assert.Equal(2, Settle(Settle([], left), right with { Reason = "other" }).Count);
    }

    [Fact]
    public void Where_the_calendar_does_not_tell_the_days_around_are_those_of_the_week()
    {
        var wide = Absence.Of(Late("2026-09-10")) with { From = new(2026, 9, 1), To = new(2026, 9, 20) };
        var cut = AbsenceIntervals.Replace([wide], [new SettledDay(new(2026, 9, 10), null, null)], new Dictionary<DateOnly, DayException>());
        Assert.Equal([(wide.From, new(2026, 9, 9)), (new(2026, 9, 11), wide.To)], cut.Select(Span));
        // And nobody knows who is a neighbour.
        var late = Late("2026-09-11");
        var apart = AbsenceIntervals.Replace(
            [Absence.Of(Late("2026-09-10"))], [new SettledDay(late.Date, null, null)], new Dictionary<DateOnly, DayException> { [late.Date] = late });
        Assert.Equal(2, apart.Count);
    }

    [Theory]
    [InlineData("2026-09-10", "2026-09-11..2026-09-14")]
    [InlineData("2026-09-11", "2026-09-10..2026-09-10 2026-09-14..2026-09-14")]
    [InlineData("2026-09-14", "2026-09-10..2026-09-11")]
    [InlineData("2026-09-09", "2026-09-10..2026-09-14")]
    [InlineData("2026-09-15", "2026-09-10..2026-09-14")]
    public void A_row_takes_its_day_out_of_an_absence(string day, string left)
    {
        var absence = Absence.Of(Late("2026-09-10")) with { To = new(2026, 9, 14), ListDay = new(2026, 9, 10) };
        var settled = new SettledDay(Trading.Day(day), s_calendar.Before(Trading.Day(day)), s_calendar.After(Trading.Day(day)));
        var after = AbsenceIntervals.Replace([absence], [settled], new Dictionary<DateOnly, DayException>());
        Assert.Equal(left, string.Join(' ', after.Select(a => $"{a.From:yyyy-MM-dd}..{a.To:yyyy-MM-dd}")));
        Assert.All(after, a => Assert.Equal(absence with { From = a.From, To = a.To }, a));
    }

    [Fact]
    public void A_day_that_was_not_settled_is_not_taken_in()
    {
        var elsewhere = Late("2026-09-15");
        Assert.Empty(AbsenceIntervals.Replace([], [new SettledDay(new(2026, 9, 14), null, null)], new Dictionary<DateOnly, DayException> { [elsewhere.Date] = elsewhere }));
    }

    static (DateOnly From, DateOnly To) Span(Absence absence) => (absence.From, absence.To);

    static List<Absence> Settle(List<Absence> before, params DayException[] found) => AbsenceIntervals.Replace(
        before,
        [.. found.Select(f => new SettledDay(f.Date, s_calendar.Before(f.Date), s_calendar.After(f.Date)))],
        found.ToDictionary(f => f.Date));

    static DayException Late(string day) => new(Trading.Day(day), s_code, StockState.Late, "Unconfirmed", 1, new(2026, 11, 2), new(2026, 11, 2));
}
