using StockSync.Engine.Evidence;
using StockSync.Engine.Stores.Contract;
using StockSync.Engine.Stores.Sql;
using Xunit;

namespace StockSync.Tests.Evidence;

public class DayJudgeTests
{
    static readonly DateOnly s_day = new(2026, 3, 2);
    static readonly DateOnly s_today = new(2026, 3, 12);

    [Theory]
    // fresh: only whom the day before excused, and only beside a list
    [InlineData(true, true, true, false, 0, true)]
    [InlineData(true, true, false, false, 0, false)]
    [InlineData(true, false, true, false, 0, false)]
    [InlineData(true, false, true, true, 0, false)]
    [InlineData(true, false, true, false, 1, true)]
    [InlineData(true, true, false, false, 1, true)]
    // older: a second answer or a gap, whatever the day before
    [InlineData(false, true, true, false, 0, false)]
    [InlineData(false, false, true, false, 0, false)]
    [InlineData(false, false, true, true, 0, true)]
    [InlineData(false, true, false, true, 0, true)]
    [InlineData(false, false, false, false, 1, true)]
    [InlineData(false, true, true, false, 1, true)]
    [InlineData(false, false, true, false, 2, true)]
    public void One_absent_stock_is_accepted_by_two_witnesses(
        bool isFresh, bool wasExcused, bool isUnlisted, bool isInGap, int answersBefore, bool isAccepted)
    {
        var stock = Absent(1, answersBefore == 0 ? null : Late(1, answersBefore)) with
        {
            WasExcused = wasExcused, IsUnlisted = isUnlisted, IsInGap = isInGap,
        };
        var verdict = Judge(5000, isFresh, stock);
        var found = Assert.Single(verdict.Exceptions);
        Assert.Equal(isAccepted ? (StockState.NotListed, "NotListed") : (StockState.Late, "Unconfirmed"), (found.State, found.Reason));
        Assert.Equal((isAccepted ? 0 : 1, 0, 0), (verdict.Waiting, verdict.Unasked, verdict.AcceptedMany));
    }

    [Theory]
    [InlineData(100, 1, 2)]
    [InlineData(500, 1, 10)]
    [InlineData(1000, 2, 20)]
    [InlineData(5197, 10, 103)]
    public void Few_are_accepted_by_a_second_answer_some_by_a_third_and_more_never(int expected, int few, int some)
    {
        foreach (bool isFresh in (bool[])[true, false])
        {
            Assert.Equal((0, few, 0), Counts(Judge(expected, isFresh, Crowd(few, 0))));
            Assert.Equal((0, 0, 0), Counts(Judge(expected, isFresh, Crowd(few + 1, 0))));
            Assert.Equal((few, 0, 0), Counts(Judge(expected, isFresh, Crowd(few, 1))));
            Assert.Equal((0, 0, 0), Counts(Judge(expected, isFresh, Crowd(few + 1, 1))));
            Assert.Equal((0, 0, 0), Counts(Judge(expected, isFresh, Crowd(some + 1, 2))));
            Assert.Equal((0, 0, 0), Counts(Judge(expected, isFresh, Crowd(some + 1, 9))));
        }
        // A third answer is told of, and a fresh day still waits.
        Assert.Equal((few + 1, 0, few + 1), Counts(Judge(expected, false, Crowd(few + 1, 2))));
        Assert.Equal((some, 0, some), Counts(Judge(expected, false, Crowd(some, 2))));
        Assert.Equal((0, 0, 0), Counts(Judge(expected, true, Crowd(few + 1, 2))));
        // A gap excuses no crowd.
        Assert.Equal((few, 0, 0), Counts(Judge(expected, false, [.. Crowd(few, 0).Select(a => a with { IsInGap = true })])));
        Assert.Equal((0, 0, 0), Counts(Judge(expected, false, [.. Crowd(few + 1, 0).Select(a => a with { IsInGap = true })])));
    }

    [Fact]
    public void Whom_the_day_before_excused_is_no_newcomer_among_the_absent()
    {
        AbsentStock[] old = [.. Crowd(30, 1).Select(a => a with { Code = new StockCode(600000 + a.Code.Number), WasExcused = true })];
        Assert.Equal((31, 0, 0), Counts(Judge(500, false, [.. old, .. Crowd(1, 1)])));
        // Too many newcomers are late alone; those who are accepted of old are nothing to tell.
        Assert.Equal((30, 0, 0), Counts(Judge(500, false, [.. old, .. Crowd(2, 1)])));
        Assert.Equal((32, 0, 2), Counts(Judge(500, false, [.. old, .. Crowd(2, 2)])));
    }

    [Fact]
    public void The_same_answer_on_the_same_Beijing_day_counts_once_and_on_another_day_again()
    {
        var first = Assert.Single(Judge(5000, false, Absent(1)).Exceptions);
        Assert.Equal(new DayException(s_day, new(1), StockState.Late, "Unconfirmed", 1, s_today, s_today, s_day), first);

        var verdict = Judge(5000, false, Absent(1, first));
        Assert.Equal(first, Assert.Single(verdict.Exceptions));
        Assert.Equal(1, verdict.Waiting);

        var tomorrow = s_today.AddDays(1);
        var accepted = Assert.Single(Judge(5000, false, Absent(1, first) with { AnsweredOn = tomorrow }).Exceptions);
        Assert.Equal(
            first with
            {
                State = StockState.NotListed, Reason = "NotListed", Answers = 2, LastOn = tomorrow, CheckOn = s_today.AddDays(1),
            },
            accepted);
    }

    [Fact]
    public void Answers_that_wait_for_a_third_are_counted_and_keep_their_first_day_and_list()
    {
        var crowd = Crowd(3, 0).Select(a => a with { IsUnlisted = false, Earlier = Late(a.Code.Number, 1) with { ListDay = s_day.AddDays(-1) } });
        Assert.All(
            Judge(500, false, [.. crowd]).Exceptions,
            e => Assert.Equal((2, s_today.AddDays(-1), s_today, s_day.AddDays(-1)), (e.Answers, e.FirstOn, e.LastOn, e.ListDay)));
    }

    [Fact]
    public void An_answer_is_counted_although_the_clock_was_ahead_at_the_one_before()
    {
        var ahead = Late(1, 1) with { FirstOn = s_today.AddDays(20), LastOn = s_today.AddDays(20) };
        var now = Assert.Single(Judge(5000, false, Absent(1, ahead)).Exceptions);
        Assert.Equal((1, s_today), (now.Answers, now.LastOn));
        Assert.Equal(StockState.NotListed, Assert.Single(Judge(5000, false, Absent(1, now) with { AnsweredOn = s_today.AddDays(1) }).Exceptions).State);
    }

    [Fact]
    public void A_stock_that_became_expected_later_has_its_first_answer_when_it_is_asked_for()
    {
        var notAsked = Late(1, 0) with { Reason = AbsenceReason.NotAsked, LastOn = s_today, FirstOn = s_today.AddDays(-5) };
        var found = Assert.Single(Judge(5000, false, Absent(1, notAsked)).Exceptions);
        Assert.Equal(("Unconfirmed", 1, s_today, s_today), (found.Reason, found.Answers, found.FirstOn, found.LastOn));
    }

    [Fact]
    public void A_stock_that_the_list_names_is_late_waits_for_no_second_answer_and_is_no_absence()
    {
        AbsentStock[] named = [.. Crowd(20, 1).Select(a => a with { IsNamed = true, IsUnlisted = false })];
        var verdict = Judge(500, false, [.. named, Absent(600000, Late(600000, 1))]);
        Assert.Equal((1, 0, 0), Counts(verdict));
        Assert.All(verdict.Exceptions.Take(20), e => Assert.Equal((StockState.Late, AbsenceReason.NamedByList, 2), (e.State, e.Reason, e.Answers)));
        Assert.Equal((0, 0, 0), Counts(Judge(500, true, Absent(1) with { IsNamed = true, IsUnlisted = false, WasExcused = true })));
    }

    [Fact]
    public void A_list_that_names_an_accepted_stock_opens_it_and_its_answers_begin_anew()
    {
        var accepted = Late(1, 5) with { State = StockState.NotListed, Reason = "NotListed", Checks = 2, CheckOn = s_today };
        foreach (bool isFresh in (bool[])[true, false])
        {
            var opened = Assert.Single(Judge(5000, isFresh, Absent(1, accepted) with { IsNamed = true, IsUnlisted = false }).Exceptions);
            Assert.Equal(new DayException(s_day, new(1), StockState.Late, AbsenceReason.NamedByList, 1, s_today, s_today), opened);
        }
    }

    [Fact]
    public void A_list_that_names_a_stock_whose_bar_was_not_asked_for_is_no_answer()
    {
        var named = Absent(1) with { AnsweredOn = null, IsNamed = true, IsUnlisted = false };
        Assert.Equal(
            new DayException(s_day, new(1), StockState.Late, AbsenceReason.NamedByList, 0, s_day, s_day),
            Assert.Single(Judge(5000, false, named).Exceptions));
        var earlier = Late(1, 1);
        Assert.Equal(earlier with { Reason = AbsenceReason.NamedByList }, Assert.Single(Judge(5000, false, named with { Earlier = earlier }).Exceptions));
        var accepted = earlier with { State = StockState.NotListed, Answers = 5 };
        Assert.Equal(0, Assert.Single(Judge(5000, false, named with { Earlier = accepted }).Exceptions).Answers);
    }

    [Theory]
    [InlineData(AbsenceReason.NamedByList)]
    [InlineData(AbsenceReason.NotInStockList)]
    public void What_a_list_or_a_bar_named_is_not_accepted_by_a_second_answer_without_a_list(string reason)
    {
        var verdict = Judge(5000, false, Absent(1, Late(1, 5) with { Reason = reason }) with { IsUnlisted = false });
        var found = Assert.Single(verdict.Exceptions);
        Assert.Equal((StockState.Late, AbsenceReason.NamedByList, 6), (found.State, found.Reason, found.Answers));
        Assert.Equal(0, verdict.Waiting);
        // Nor does it stand in the way of another stock.
        var others = Judge(5000, false, [.. Crowd(10, 1), Absent(600000, Late(600000, 5) with { Reason = reason }) with { IsUnlisted = false }]);
        Assert.Equal((10, 0, 0), Counts(others));
    }

    [Theory]
    [InlineData(AbsenceReason.NamedByList)]
    [InlineData(AbsenceReason.NotInStockList)]
    public void What_the_list_named_and_does_not_name_any_more_has_its_first_answer_anew(string reason)
    {
        var verdict = Judge(5000, false, Absent(1, Late(1, 5) with { Reason = reason }));
        var found = Assert.Single(verdict.Exceptions);
        Assert.Equal((StockState.Late, AbsenceReason.Unconfirmed, 1, s_today), (found.State, found.Reason, found.Answers, found.FirstOn));
        Assert.Equal(1, verdict.Waiting);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_persons_word_stands_whatever_a_list_says(bool isNamed)
    {
        var byPerson = Late(1, 1) with { State = StockState.NotListed, Note = "suspended for fraud" };
        var stock = Absent(1, byPerson with { Date = default }) with { IsNamed = isNamed, IsUnlisted = !isNamed };
        Assert.Equal(byPerson, Assert.Single(Judge(5000, true, stock).Exceptions));
        // And it is no question any more.
        AbsentStock[] accepted = [.. Crowd(10, 1).Select(a => a with
        {
            Code = new StockCode(600000 + a.Code.Number),
            Earlier = Late(600000 + a.Code.Number, 1) with { State = StockState.NotListed, Note = "known" },
        })];
        Assert.Equal((11, 0, 0), Counts(Judge(500, false, [.. accepted, .. Crowd(1, 1)])));
    }

    [Fact]
    public void A_note_on_what_is_not_accepted_accepts_nothing()
    {
        var noted = Late(1, 1) with { State = StockState.Quarantined, Note = "seen" };
        Assert.Equal(StockState.Late, Assert.Single(Judge(5000, false, Absent(1, noted)).Exceptions).State);
    }

    [Fact]
    public void What_was_accepted_stays_and_its_last_answer_never_goes_back()
    {
        var accepted = Late(1, 2) with { State = StockState.NotListed, Reason = "NotListed", Checks = 1, CheckOn = s_today.AddDays(5) };
        Assert.Equal(accepted with { LastOn = s_today }, Assert.Single(Judge(5000, true, Absent(1, accepted)).Exceptions));
        Assert.Equal(accepted, Assert.Single(Judge(5000, true, Absent(1, accepted with { Date = default }) with { AnsweredOn = null }).Exceptions));
        var later = accepted with { LastOn = s_today.AddDays(3) };
        Assert.Equal(later, Assert.Single(Judge(5000, true, Absent(1, later)).Exceptions));
    }

    [Fact]
    public void What_was_accepted_and_begins_on_this_day_is_counted_with_the_newcomers()
    {
        var accepted = Late(600000, 2) with { State = StockState.NotListed };
        Assert.Equal((1, 0, 0), Counts(Judge(500, false, Absent(600000, accepted) with { AnsweredOn = null }, Absent(1, Late(1, 1)))));
        Assert.Equal((2, 0, 0), Counts(Judge(500, false, Absent(600000, accepted) with { AnsweredOn = null, WasExcused = true }, Absent(1, Late(1, 1)))));
    }

    [Fact]
    public void Who_was_not_asked_for_is_not_called_late()
    {
        var unasked = Absent(600000) with { AnsweredOn = null, IsUnlisted = false };
        var verdict = Judge(5000, false, unasked, Absent(1), unasked with { Code = new(600001) });
        Assert.Equal((2, 1), (verdict.Unasked, verdict.Waiting));
        Assert.Equal(1, Assert.Single(verdict.Exceptions).Code.Number);
        // Nor does it stand in the way of those who were.
        Assert.Equal((1, 0, 0), Counts(Judge(100, false, unasked, Absent(1, Late(1, 1)), unasked with { Code = new(600001) })));
    }

    [Fact]
    public void What_was_found_and_is_not_asked_for_now_waits_as_it_did()
    {
        AbsentStock Waits(int code) => Absent(code, Late(code, 1) with { Date = default }) with { AnsweredOn = null, IsUnlisted = false };
        var verdict = Judge(500, false, Waits(1));
        Assert.Equal(Late(1, 1), Assert.Single(verdict.Exceptions));
        Assert.Equal((1, 0), (verdict.Waiting, verdict.Unasked));
        // Two are more than a second answer would settle.
        verdict = Judge(500, false, Waits(1), Waits(2));
        Assert.Equal((0, 2), (verdict.Waiting, verdict.Exceptions.Count));
    }

    [Theory]
    [InlineData(AbsenceReason.NamedByList)]
    [InlineData(AbsenceReason.NotInStockList)]
    public void What_a_witness_named_and_is_not_asked_for_now_waits_for_its_bar(string reason)
    {
        var named = Late(1, 1) with { Reason = reason };
        foreach (bool isUnlisted in (bool[])[true, false])
        {
            var verdict = Judge(500, false, Absent(1, named) with { AnsweredOn = null, IsUnlisted = isUnlisted });
            Assert.Equal((named, 0), (Assert.Single(verdict.Exceptions), verdict.Waiting));
        }
    }

    [Fact]
    public void What_was_set_aside_stays_so_until_it_is_asked_for_and_is_no_absence()
    {
        var bad = Late(1, 3) with { State = StockState.Quarantined, Reason = "LowAboveHigh" };
        var unasked = Absent(1, bad) with { AnsweredOn = null, IsUnlisted = false };
        var verdict = Judge(500, false, unasked, Absent(600000, Late(600000, 1)));
        Assert.Equal(bad, verdict.Exceptions[0]);
        Assert.Equal((1, 0, 0), Counts(verdict));
        Assert.Equal(0, Judge(500, false, unasked).Waiting);
        // Asked for and not there, it is absent for the first time.
        var absent = Assert.Single(Judge(500, false, Absent(1, bad)).Exceptions);
        Assert.Equal((StockState.Late, "Unconfirmed", 1, s_today), (absent.State, absent.Reason, absent.Answers, absent.FirstOn));
    }

    [Fact]
    public void Of_a_whole_day_nothing_is_said_where_nobody_is_absent() =>
        Assert.Equal((0, 0, 0), Counts(Judge(0, true)));

    static DayVerdict Judge(int expected, bool isFresh, params AbsentStock[] absent) =>
        DayJudge.Judge(s_day, isFresh, expected, absent, n => s_today.AddDays(n));

    static (int Accepted, int Waiting, int AcceptedMany) Counts(DayVerdict verdict) =>
        (verdict.Exceptions.Count(e => e.State == StockState.NotListed), verdict.Waiting, verdict.AcceptedMany);

    static AbsentStock Absent(int code, DayException? earlier = null) => new(new(code), s_today, false, true, false, false, earlier);

    // So many, each answered so on so many days before today.
    static AbsentStock[] Crowd(int count, int answersBefore) =>
        [.. Enumerable.Range(1, count).Select(code => Absent(code, answersBefore == 0 ? null : Late(code, answersBefore)))];

    static DayException Late(int code, int answers) => new(
        s_day, new(code), StockState.Late, "Unconfirmed", answers, s_today.AddDays(-Math.Max(1, answers)), s_today.AddDays(-1), s_day);
}
