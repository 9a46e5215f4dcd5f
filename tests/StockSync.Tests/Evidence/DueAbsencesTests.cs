using StockSync.Engine.Evidence;
using StockSync.Engine.Market;
using StockSync.Engine.Stores.Contract;
using Xunit;

namespace StockSync.Tests.Evidence;

public class DueAbsencesTests
{
    static readonly TradingCalendar s_calendar = Trading.Calendar("2026-01-01", "2026-11-27");

    static readonly DateOnly[] s_days = s_calendar.Between(s_calendar.From, s_calendar.To).ToArray();

    [Fact]
    public void An_evening_asks_for_at_most_forty_and_leaves_ten_requests_for_lists()
    {
        Absence[] due = [.. Enumerable.Range(0, 60).Select(i => Late(i, s_days[^(i + 3)]))];
        var chosen = Choose(due);
        Assert.Equal(due.Take(40).Select(Range), chosen.Ranges);
        Assert.Empty(chosen.Days);
        Assert.Equal(50, chosen.Ranges.Count + DueAbsences.Lists);
        Assert.Equal(due.Take(39).Select(Range), Choose(due.Take(39)).Ranges);
    }

    [Fact]
    public void An_evening_asks_for_at_most_twenty_accepted_ones()
    {
        Absence[] accepted = [.. Enumerable.Range(0, 30).Select(i => Accepted(i, s_days[^3]))];
        Absence[] late = [.. Enumerable.Range(100, 19).Select(i => Late(i, s_days[^3]))];
        Assert.Equal(accepted.Take(20).Select(Range), Choose(accepted).Ranges);
        // Whom the bound leaves out takes no one's place.
        Assert.Equal(accepted.Take(20).Concat(late).Select(Range), Choose([.. accepted, .. late]).Ranges);
        Assert.Equal(accepted.Take(20).Concat(late).Select(Range), Choose([.. late, .. accepted]).Ranges);
    }

    [Fact]
    public void A_day_that_lacks_many_stocks_is_asked_for_whole()
    {
        Absence[] Day(int stocks) => [.. Enumerable.Range(0, stocks).Select(i => Late(i, s_days[^10]))];
        Assert.Equal((0, 20), Counts(Choose(Day(20))));
        Assert.Equal((1, 0), Counts(Choose(Day(21))));
        Assert.Equal([s_days[^10]], Choose(Day(21)).Days);
        Assert.Equal((0, 21), Counts(Choose(Day(21), mayAskWhole: false)));
        // Accepted ones are asked for by themselves, and so is who lacks other days too.
        Assert.Equal((0, 20), Counts(Choose([.. Enumerable.Range(0, 30).Select(i => Accepted(i, s_days[^10]))])));
        Assert.Equal([Range(Late(50, s_days[^11], s_days[^10]))], Choose([.. Day(21), Late(50, s_days[^11], s_days[^10])]).Ranges);
        Assert.Equal((1, 0), Counts(Choose([.. Day(21), Accepted(50, s_days[^10])])));
    }

    [Fact]
    public void A_day_that_the_run_looks_at_is_not_asked_for_again()
    {
        Absence[] due = [.. Enumerable.Range(0, 21).Select(i => Late(i, s_days[^2]))];
        Assert.Equal((0, 0), Counts(Choose(due, lookedAt: [s_days[^2]])));
        Assert.Equal((0, 0), Counts(Choose([Late(1, s_days[^3], s_days[^2])], lookedAt: [s_days[^2], s_days[^3]])));
        Assert.Equal((0, 1), Counts(Choose([Late(1, s_days[^3], s_days[^2])], lookedAt: [s_days[^2]])));
        Assert.Equal((0, 1), Counts(Choose([Late(1, s_days[^3], s_days[^2])], lookedAt: [s_days[^3]])));
        // Days of the run and days asked for whole together.
        Assert.Equal((1, 0), Counts(Choose([.. Enumerable.Range(0, 21).Select(i => Late(i, s_days[^3])), Late(50, s_days[^3], s_days[^2])], lookedAt: [s_days[^2]])));
    }

    [Fact]
    public void Absences_of_more_than_three_weeks_make_no_day_one_to_be_asked_for_whole()
    {
        Absence[] Long(int days) => [.. Enumerable.Range(0, 21).Select(i => Late(i, new(2026, 3, 2), new DateOnly(2026, 3, 2).AddDays(days)))];
        Assert.Equal((15, 0), Counts(Choose(Long(20))));
        Assert.Equal((0, 21), Counts(Choose(Long(21))));
    }

    [Fact]
    public void Of_many_whole_days_the_newest_are_asked_for_in_order()
    {
        Absence[] due = [.. s_days[^60..^5].Reverse().SelectMany(d => Enumerable.Range(0, 21).Select(i => Late(i, d))), Late(50, s_days[10])];
        var chosen = Choose(due);
        Assert.Equal(s_days[^45..^5], chosen.Days);
        Assert.Empty(chosen.Ranges);
        // What whole days leave is for single stocks.
        due = [.. s_days[^8..^5].SelectMany(d => Enumerable.Range(0, 21).Select(i => Late(i, d))), .. Enumerable.Range(0, 50).Select(i => Late(i, s_days[i]))];
        Assert.Equal((3, 37), Counts(Choose(due)));
    }

    [Fact]
    public void What_lies_before_the_calendar_is_asked_for_by_itself()
    {
        Absence[] due =
        [
            Late(1, new(2025, 12, 31), s_days[0]), Late(2, new(2025, 11, 3)), Late(3, new(2026, 1, 3)), Late(4, new(2026, 12, 1)),
        ];
        // Newest first; of a Saturday that a calendar was wrong about nothing is asked.
        Assert.Equal(((int[])[3, 0, 1]).Select(i => Range(due[i])), Choose(due, lookedAt: [s_days[0]]).Ranges);
        // The first day that it knows is known.
        Assert.Equal((0, 0), Counts(Choose([Late(1, s_calendar.From)], lookedAt: [s_days[0]])));
    }

    [Fact]
    public void Where_nothing_is_due_nothing_is_asked_for()
    {
        Assert.Equal((0, 0), Counts(Choose([])));
        Assert.Equal((0, 0), Counts(DueAbsences.None));
    }

    static DueAbsences Choose(IEnumerable<Absence> due, DateOnly[]? lookedAt = null, bool mayAskWhole = true) =>
        DueAbsences.Choose([.. due], (lookedAt ?? [s_days[^1]]).ToHashSet(), s_calendar, mayAskWhole);

    static (int Days, int Ranges) Counts(DueAbsences chosen) => (chosen.Days.Count, chosen.Ranges.Count);

    static StockCoverage Range(Absence absence) => new(absence.Code, absence.From, absence.To);

    static Absence Late(int stock, DateOnly from, DateOnly? to = null) => new()
    {
        Code = new(600000 + stock), From = from, To = to ?? from, State = StockState.Late, Reason = AbsenceReason.Unconfirmed,
    };

    static Absence Accepted(int stock, DateOnly day) => Late(stock, day) with { State = StockState.NotListed, Reason = AbsenceReason.NotListed };
}
